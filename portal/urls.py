from django.conf import settings
from django.urls import include, path

from portal.admin import site
from portal.views import home, operations, shell, styleguide

urlpatterns = [
    path("", home.home, name="home"),
    path("this-week/", home.this_week_by_name, name="this_week"),
    path("", include("portal.pages_urls")),
    path("manifest.webmanifest", shell.manifest, name="manifest"),
    path("healthz", operations.healthz, name="healthz"),
    path("readyz", operations.readyz, name="readyz"),
    path("metrics", operations.metrics, name="metrics"),
    path("accounts/", include("portal.account_urls")),
    path("admin/", site.urls),
    path("api/", include("portal.api.urls")),
    path("", include("charters.urls")),
    path("", include("funnels.urls")),
    path("", include("coaching.urls")),
]

if settings.DEBUG:
    urlpatterns += [
        path("styleguide/", styleguide.styleguide, name="styleguide"),
        path("styleguide/dialog/", styleguide.recording, name="styleguide_dialog"),
    ]

handler400 = "portal.api.handlers.bad_request"
handler403 = "portal.api.handlers.permission_denied"
handler404 = "portal.api.handlers.page_not_found"
handler500 = "portal.api.handlers.server_error"

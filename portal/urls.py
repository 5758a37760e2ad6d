from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("accounts/", include("allauth.account.urls")),
    path("admin/", admin.site.urls),
    path("api/", include("portal.api.urls")),
]

handler400 = "portal.api.handlers.bad_request"
handler403 = "portal.api.handlers.permission_denied"
handler404 = "portal.api.handlers.page_not_found"
handler500 = "portal.api.handlers.server_error"

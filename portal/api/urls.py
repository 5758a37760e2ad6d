from importlib import import_module

from django.conf import settings
from django.urls import include, path, re_path

from portal.api import docs
from portal.api.routing import Nowhere, Root, Router

app_name = "api"

router = Router()
for module in settings.API_ROUTES:
    import_module(module).register(router)

urlpatterns = [
    path("v1/", Root.as_view(router=router), name="root"),
    path("v1/", include(router.urls)),
    path("schema/", docs.schema, name="schema"),
    path("docs/", docs.docs, name="docs"),
    path("problems/", docs.problems, name="problems"),
    path("problems/<slug:code>", docs.problems, name="problem"),
    re_path("", Nowhere.as_view()),
]

"""The portal's addresses with the style guide, which only debug shows."""

from django.urls import path

from portal.urls import urlpatterns as portal_patterns
from portal.views import styleguide

urlpatterns = [
    *portal_patterns,
    path("styleguide/", styleguide.styleguide, name="styleguide"),
    path("styleguide/dialog/", styleguide.recording, name="styleguide_dialog"),
]

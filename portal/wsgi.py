"""The door for web servers."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.base")

application = get_wsgi_application()

from portal.checks import refuse_to_start_without_doors  # noqa: E402  (needs the apps to be loaded)

refuse_to_start_without_doors()

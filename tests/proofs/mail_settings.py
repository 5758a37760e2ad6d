"""The portal with a mail server on this machine, and one promise for everybody, so that everybody has a digest."""

import os

from portal.settings.test import *  # noqa: F403

BACKGROUND = "celery"
EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
EMAIL_HOST, EMAIL_PORT = "127.0.0.1", int(os.environ["SINK_PORT"])
EMAIL_HOST_USER = EMAIL_HOST_PASSWORD = ""
EMAIL_USE_TLS = EMAIL_USE_SSL = False
DIGEST_SECTIONS = ["tests.proofs.saying"]

"""One settings module for every place the portal runs; the environment says what differs."""

import logging
import sys
from pathlib import Path
from typing import Any

from csp.constants import NONCE, NONE, SELF
from django.utils.translation import gettext_lazy as _

from portal.settings import env, logs
from portal.settings.api import KNOX_TOKEN_MODEL, REST_FRAMEWORK, REST_KNOX, SPECTACULAR_SETTINGS
from portal.settings.apps import (
    API_ROUTES,
    DATABASE_RULES,
    DEMO_SECTIONS,
    DEPARTURES,
    DIGEST_CONFIDED,
    DIGEST_SECTIONS,
    FIGURES,
    FOREIGN_DOORS,
    HANDOVER,
    HOME_SECTIONS,
    METRICS,
    NAVIGATION,
    OPPORTUNITY_PANELS,
    PRIORITY_COACHING,
    SEARCH_SECTIONS,
    SETUP_STEPS,
    UNNAMED_REQUESTS,
)

BASE_DIR = Path(__file__).resolve().parent.parent.parent

DEBUG = env.flag("DEBUG", default=False)
SECRET_KEY = env.text(
    "SECRET_KEY", "for-debugging-only-not-secret" if DEBUG else None, expected="set to 50 random characters"
)
if not DEBUG and len(SECRET_KEY) < 50:
    raise env.refuse("SECRET_KEY", "at least 50 characters long")
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS", ["127.0.0.1", "localhost"])
BASE_URL = env.url("BASE_URL", "http://127.0.0.1:8000", schemes={"http", "https"})
HOSTED = BASE_URL.startswith("https://")
CSRF_TRUSTED_ORIGINS = [BASE_URL]

INSTALLED_APPS = [
    "portal",
    "portal.tokens",
    "portal.digests",
    "charters",
    "funnels",
    "coaching",
    "django.contrib.admin.apps.SimpleAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "allauth.usersessions",
    "csp",
    "django_filters",
    "django_htmx",
    "django_structlog",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "knox",
    "rest_framework",
    "tree_queries",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "portal.middleware.ReadableAddresses",
    "portal.middleware.WholePageRedirects",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "portal.middleware.PersonalMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "portal.middleware.OpenedByHand",
    "portal.middleware.RequestLog",
]

DJANGO_STRUCTLOG_IP_LOGGING_ENABLED = False  # the proxy knows addresses; these logs hold ids
DJANGO_STRUCTLOG_STATUS_START_LOG_LEVEL = logging.DEBUG  # one line a request: its end

ROOT_URLCONF = "portal.urls"
WSGI_APPLICATION = "portal.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "portal.context.shell",
            ],
            "builtins": [
                "portal.templatetags.ui",
                "portal.templatetags.blocks",
                "django.templatetags.i18n",
                "django.templatetags.static",
            ],
        },
    },
]

# Data

DATABASES = {"default": env.database("DATABASE_URL", f"sqlite:///{BASE_DIR / 'portal.sqlite3'}")}
if "postgresql" in str(DATABASES["default"]["ENGINE"]):
    worker = "celery" in sys.argv[0]
    DATABASES["default"] |= {
        "CONN_MAX_AGE": 0,
        "CONN_HEALTH_CHECKS": True,
        # Planning eight joins by trying every order takes longer than running them; ours stand in a good order.
        # The statements of portal/prepared.py are planned once per connection, from their second run on.
        "OPTIONS": {"options": "-c join_collapse_limit=2", "prepare_threshold": 1},
    }
    if not worker:
        DATABASES["default"]["OPTIONS"]["pool"] = {"min_size": 1, "max_size": env.number("DATABASE_POOL", 4, least=1)}
else:
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;",
    }
    SILENCED_SYSTEM_CHECKS = ["models.W040"]  # indexes carry no further columns on SQLite
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = env.url("REDIS_URL", "", schemes={"redis", "rediss", "unix"})
CACHES = {
    "default": (
        {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}
        if REDIS_URL
        else {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
    )
}

# Background work: Celery where there is Redis, a thread of this process where there is none.

BACKGROUND = "celery" if REDIS_URL else "thread"
CELERY_BROKER_URL = REDIS_URL or "memory://"
CELERY_IMPORTS = ["portal.invitations"]
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BEAT_SCHEDULE_FILENAME = str(BASE_DIR / ".cache" / "beat")

# People and sign-in

AUTH_USER_MODEL = "portal.Person"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_ADAPTER = "portal.signin.InvitedOnly"
ACCOUNT_FORMS = {
    "login": "portal.signin_forms.SignIn",
    "reset_password": "portal.signin_forms.AskForReset",
    "reset_password_from_key": "portal.signin_forms.SetNewPassword",
    "change_password": "portal.signin_forms.ChangePassword",
    "set_password": "portal.signin_forms.SetPassword",
    "reauthenticate": "portal.signin_forms.Confirm",
}
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_LOGIN_ON_PASSWORD_RESET = True
ACCOUNT_SESSION_REMEMBER = None
ACCOUNT_RATE_LIMITS = {"login": "30/m/ip", "login_failed": "10/m/ip,5/300s/key", "reset_password": "20/m/ip,5/m/key"}
MAIL_ACTIONS_RATE = "30/m/ip"  # as signing in
ALLAUTH_TRUSTED_PROXY_COUNT = int(HOSTED)  # the reverse proxy says whose address it is; limits count by it
USERSESSIONS_TRACK_ACTIVITY = False  # it would write on every request
ADMINS = [("administrator", address) for address in env.words("ADMINS", [])]

# Language, time

LANGUAGE_CODE = "en-gb"
LANGUAGES = [("en-gb", _("English (United Kingdom)")), ("en-us", _("English (United States)"))]
LOCALE_PATHS = [BASE_DIR / "portal" / "locale"]
TIME_ZONE = "UTC"
USE_TZ = True
USE_THOUSAND_SEPARATOR = True

ENCRYPTION_KEYS = env.words("ENCRYPTION_KEYS", []) or [SECRET_KEY]

# Files

STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": (
            "django.contrib.staticfiles.storage.StaticFilesStorage"
            if DEBUG
            else "whitenoise.storage.CompressedManifestStaticFilesStorage"
        )
    },
}
WHITENOISE_USE_FINDERS = DEBUG
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024

# Mail

vars().update(env.mail("EMAIL_URL", "consolemail://"))
DEFAULT_FROM_EMAIL = env.text("MAIL_FROM", "portal@localhost")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
MAIL_BOUNCES = env.text("MAIL_BOUNCES", "")
MAIL_PATIENCE = env.number("MAIL_PATIENCE", 600, least=1)
MAIL_GLANCE = 1.0  # seconds in which a waiting answer is seen
MAIL_RETRY = env.number("MAIL_RETRY", 60, least=1)
MAIL_UNCERTAIN = env.choice("MAIL_UNCERTAIN", "resend", {"resend", "hold"})
MAIL_ACTIONS = env.flag("MAIL_ACTIONS", default=True)
MAIL_INSTANCE_FILE = env.text("MAIL_INSTANCE_FILE", str(BASE_DIR / ".cache" / "mail-instance.json"))

# Who watches

METRICS_TOKEN = env.text("METRICS_TOKEN", "")

# The browser's fences

SECURE_SSL_REDIRECT = HOSTED
SECURE_REDIRECT_EXEMPT = [r"^(healthz|readyz|metrics)$"]  # asked from inside, past the proxy
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HOSTED else None
SECURE_HSTS_SECONDS = 31536000 if HOSTED else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HOSTED
SECURE_HSTS_PRELOAD = HOSTED
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = HOSTED
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_AGE = 14 * 24 * 3600
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF, NONCE],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [SELF],
    }
}
CSRF_FAILURE_VIEW = "portal.api.handlers.csrf_failure"

LOGGING = logs.configuration(env.text("LOG_LEVEL", "WARNING"), readable=DEBUG)

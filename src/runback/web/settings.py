"""Django settings of the web app: the store's own, and what pages, jobs and doors need."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from csp.constants import NONE, SELF

from runback.store.home import Home
from runback.store.settings import DATABASES as STORE_DATABASES
from runback.store.settings import (  # noqa: F401 - Django reads these names here
    DEFAULT_AUTO_FIELD,
    LOGGING_CONFIG,
    TIME_ZONE,
    USE_TZ,
)
from runback.web.looking import DEMO_DATABASE, demo_home

_HERE = Path(__file__).parent

DATABASES: dict[str, dict[str, Any]] = STORE_DATABASES | {
    DEMO_DATABASE: {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(demo_home(Home.default()).database),
        "OPTIONS": {"timeout": 20, "init_command": "PRAGMA query_only=ON"},
    }
}
DATABASE_ROUTERS = ["runback.web.looking.DemoRouter"]

PORT = 8321

INSTALLED_APPS = [
    "runback.store",
    "runback.web",
    "django.contrib.staticfiles",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "runback.web.doors.OwnHostOnly",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "runback.web.doors.LinkHoldersOnly",
    "django.middleware.gzip.GZipMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "runback.web.looking.LookAtDemo",
    "runback.web.telling.ErrorsInPlace",
]
ROOT_URLCONF = "runback.web.urls"
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [_HERE / "templates"],
        "OPTIONS": {
            "context_processors": ["django.template.context_processors.request", "runback.web.frame.frame"],
            "builtins": ["runback.web.templatetags.words"],
        },
    }
]

DEBUG = False
# ``runback.web.serving`` puts the key of this machine's store here; without it nothing can be signed.
SECRET_KEY = ""
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]"]
USE_I18N = False
APPEND_SLASH = True

STATIC_URL = "/static/"
STATICFILES_DIRS = [_HERE / "static"]
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False
# Pages name a file with the hash of its content ({% asset %}), so that a browser may keep it.
WHITENOISE_MAX_AGE = 31_536_000

# Cookies are shared by all ports of a host: ``runback.web.serving`` adds the port, to keep two stores apart.
CSRF_COOKIE_NAME = "runback_csrf"
CSRF_COOKIE_SAMESITE = "Strict"
CSRF_FAILURE_VIEW = "runback.web.telling.csrf_failure"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:", "blob:"],
        "media-src": [SELF, "blob:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "worker-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}

DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
DATA_UPLOAD_MAX_NUMBER_FILES = 5_000
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.TemporaryFileUploadHandler"]
FILE_UPLOAD_PERMISSIONS = 0o600

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": []}}

"""The settings, all of them; what differs between machines comes from the environment (docs/architecture.md)."""

import datetime
import os
import tomllib
from pathlib import Path

import dj_database_url
from csp.constants import NONE, SELF
from import_export.formats.base_formats import CSV, XLSX

from qualitymonth.environment import flag, number, secret_key, words

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = BASE_DIR / (os.environ.get("VAR_DIR", "").strip() or "var")
FIXTURES_DIR = BASE_DIR / "fixtures"
#: Of the software; that of the API stands in its addresses.
VERSION: str = tomllib.loads((BASE_DIR / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]

DEBUG = flag("DEBUG")
HTTPS = flag("HTTPS")
SECRET_KEY = secret_key(VAR_DIR / "secret-key")
ALLOWED_HOSTS = words("ALLOWED_HOSTS", "127.0.0.1,localhost,[::1]")
#: How many proxies of ours stand in front and add to X-Forwarded-For; without any the header is not read.
PROXIES = number("PROXIES")
#: How many requests a client may send in so many seconds to what is open to programs; 0 for no limit.
RATE_LIMITS = {60: number("RATE_LIMIT_MINUTE", 600), 3_600: number("RATE_LIMIT_HOUR", 6_000)}
#: Whether everybody at the editor's desk must have a second factor.
REQUIRE_SECOND_FACTOR = flag("REQUIRE_SECOND_FACTOR")

INSTALLED_APPS = [
    "whitenoise.runserver_nostatic",
    "qualitymonth.guard.apps.DeskConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.sitemaps",
    "django.contrib.staticfiles",
    "corsheaders",
    "csp",
    "django_filters",
    "rest_framework",
    "knox",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "simple_history",
    "import_export",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "django_otp.plugins.otp_static",
    "axes",
    "qualitymonth",
    "agencies",
    "campaigns",
]

MIDDLEWARE = [
    "qualitymonth.guard.middleware.NoStoreMiddleware",
    "qualitymonth.guard.cors.OpenMiddleware",
    "qualitymonth.guard.throttle.ThrottleMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "qualitymonth.caching.CachingMiddleware",
    # Static files are compressed once, when they are collected; this is for the rest.
    "qualitymonth.caching.CompressionMiddleware",
    "qualitymonth.middleware.BoundsMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_otp.middleware.OTPMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "qualitymonth.urls"
WSGI_APPLICATION = "qualitymonth.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

# Databases. SQLite needs IMMEDIATE so that a writer waits its turn instead of failing half-way, and FULL so that a
# power cut loses nothing that was acknowledged; never ATOMIC_REQUESTS, with which every reader would lock out writers.
SQLITE_OPTIONS = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
}
POSTGRESQL_OPTIONS = {
    "pool": {"min_size": 1, "max_size": 4, "timeout": 10},
    "options": "-c statement_timeout=5000 -c lock_timeout=3000",
}
DATABASES = {
    name: dj_database_url.parse(address)
    for name, variable, default in (
        ("default", "DATABASE_URL", f"sqlite:///{VAR_DIR / 'archive.sqlite3'}"),
        ("replica", "DATABASE_REPLICA_URL", ""),
    )
    if (address := os.environ.get(variable, "").strip() or default)
}
for database in DATABASES.values():
    if database["ENGINE"].endswith("sqlite3"):
        database["OPTIONS"] = {**database.get("OPTIONS", {}), **SQLITE_OPTIONS}
        database["CONN_MAX_AGE"] = None
    else:
        database["OPTIONS"] = {**database.get("OPTIONS", {}), **POSTGRESQL_OPTIONS}
        database["CONN_HEALTH_CHECKS"] = True
if "replica" in DATABASES:
    DATABASES["replica"]["TEST"] = {"MIRROR": "default"}
    DATABASE_ROUTERS = ["qualitymonth.routers.ReplicaRouter"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Lock-out for an hour; who can lock out whom is told in qualitymonth/guard/lockout.py.
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
AXES_VERBOSE = False
AXES_ENABLE_ADMIN = False
AXES_HANDLER = "qualitymonth.guard.lockout.LockoutHandler"
AXES_LOCKOUT_CALLABLE = "qualitymonth.guard.lockout.locked_out"
AXES_CLIENT_IP_CALLABLE = "qualitymonth.guard.client.client_address"
AXES_FAILURE_LIMIT = 5
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"], "ip_address", "username"]
AXES_COOLOFF_TIME = datetime.timedelta(hours=1)
AXES_RESET_ON_SUCCESS = True
# Who keeps trying while locked out does not lengthen it, least of all for others.
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
# What is sent with a wrong password is kept for the hour without what is secret.
AXES_SENSITIVE_PARAMETERS = ["username", "ip_address", "password", "code", "csrfmiddlewaretoken"]
OTP_TOTP_ISSUER = "Quality Month Archive"
OTP_ADMIN_HIDE_SENSITIVE_DATA = True
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in ("UserAttributeSimilarityValidator", "MinimumLengthValidator", "CommonPasswordValidator")
]

# Import and export of files in the admin; to import is to add, too.
IMPORT_EXPORT_FORMATS = [CSV, XLSX]
IMPORT_EXPORT_IMPORT_PERMISSION_CODE = "change"
IMPORT_EXPORT_EXPORT_PERMISSION_CODE = "view"

LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("zh-hans", "简体中文")]
LOCALE_PATHS = [BASE_DIR / "qualitymonth" / "locale"]
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
MEDIA_ROOT = VAR_DIR / "media"

# Bounds.
DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000_000
# A notice in the admin, with its issuers and claims, posts more fields than Django's thousand.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000
QUERY_STRING_LIMIT = 2_048
ACCEPT_LIMIT = 1_024
SEARCH_LIMIT = 100

# Safety.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    },
}
#: What programs read: the API, whole lists as files, the data package, the harvesters' protocol, their catalogue.
OPEN_TO_PROGRAMS = r"^(/zh-hans)?/(api/.*|[a-z]+\.(csv|jsonl)|data/[^/]+\.zip|oai|\.well-known/api-catalog)$"
# Pages of all sites may read it, none may write, and nobody is known there by a cookie.
CORS_ALLOW_ALL_ORIGINS = True
CORS_URLS_REGEX = OPEN_TO_PROGRAMS
CORS_ALLOW_METHODS = ["GET", "HEAD", "OPTIONS"]
CORS_ALLOW_HEADERS = ["accept", "if-modified-since", "if-none-match"]
CORS_EXPOSE_HEADERS = ["ETag", "Last-Modified", "Link", "RateLimit", "RateLimit-Policy", "Retry-After"]
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
# Only the admin sets cookies: gone with the browser or after eight hours, and never sent along from other sites.
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Strict"
SESSION_COOKIE_AGE = 8 * 60 * 60
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
CSRF_COOKIE_AGE = None
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = HTTPS
if HTTPS:
    # Browsers take these names only over HTTPS, from this very host and for all its paths; the admin has two, anyway.
    SESSION_COOKIE_NAME = "__Host-sessionid"
    CSRF_COOKIE_NAME = "__Host-csrftoken"
    SECURE_HSTS_SECONDS = 31_536_000
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
#: Where faults in the site's safety are reported; security.txt and the about page name it.
SECURITY_CONTACT = os.environ.get("SECURITY_CONTACT", "").strip()

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["qualitymonth.guard.tokens.StaffTokens"],
    "DEFAULT_PERMISSION_CLASSES": ["qualitymonth.guard.tokens.StaffWrite"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["qualitymonth.writing.parsing.StrictJSONParser"],
    "DEFAULT_FILTER_BACKENDS": ["qualitymonth.filters.StrictFilterBackend"],
    "DEFAULT_PAGINATION_CLASS": "qualitymonth.pagination.CountedCursorPagination",
    "DEFAULT_SCHEMA_CLASS": "qualitymonth.schema.operations.ArchiveSchema",
    "DEFAULT_METADATA_CLASS": "qualitymonth.schema.metadata.NameAndTypes",
    "EXCEPTION_HANDLER": "qualitymonth.problems.exception_handler",
    "DEFAULT_VERSIONING_CLASS": None,
    "UNAUTHENTICATED_USER": None,
    # Otherwise ?format= would be a word that no list knows and none refuses.
    "URL_FORMAT_OVERRIDE": None,
    "COERCE_DECIMAL_TO_STRING": False,
}
# Tokens are made at the desk, each with its own end (qualitymonth/guard/token_pages.py).
KNOX_TOKEN_MODEL = "qualitymonth.Token"  # noqa: S105 - the name of a model
MIGRATION_MODULES = {"knox": None}  # its own model is not used
REST_KNOX = {"AUTH_HEADER_PREFIX": "Bearer", "TOKEN_PREFIX": "qma_"}
DRF_STANDARDIZED_ERRORS = {"EXCEPTION_FORMATTER_CLASS": "qualitymonth.problems.ProblemFormatter"}
SPECTACULAR_SETTINGS = {
    "TITLE": "Quality Month Archive",
    "DESCRIPTION": "China's national Quality Month as one citable record: every statement with its source and line.",
    "VERSION": "1.0.0",
    "OAS_VERSION": "3.1.1",
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "SERVE_INCLUDE_SCHEMA": False,
    "CONTACT": {"name": "Quality Month Archive", "url": "/about/#contact"},
    "LICENSE": {"name": "MIT", "identifier": "MIT"},
    "SERVERS": [{"url": "/", "description": "the archive that serves this description"}],
    "COMPONENT_SPLIT_REQUEST": True,
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "qualitymonth.schema.finish.finish",
    ],
    "ENUM_NAME_OVERRIDES": {
        "ProvinceKindEnum": "agencies.vocabularies.ProvinceKind",
        "AgencyKindEnum": "agencies.vocabularies.AgencyKind",
        "ActivityKindEnum": "campaigns.vocabularies.ActivityKind",
        "SourceKindEnum": "campaigns.vocabularies.SourceKind",
        "ParticipationRoleEnum": "campaigns.vocabularies.ParticipationRole",
        "AppearanceRoleEnum": "campaigns.vocabularies.AppearanceRole",
        "NameTypeEnum": "agencies.vocabularies.NameType",
        "NameLanguageEnum": "agencies.vocabularies.NameLanguage",
        "SourceLanguageEnum": "campaigns.vocabularies.SourceLanguage",
        "RecordKindEnum": "campaigns.models.SUBJECTS",
        "RankEnum": "campaigns.vocabularies.Rank",
    },
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "INFO"},
    # What it says of each signing in is no news; what it locks out is.
    "loggers": {"axes": {"level": "WARNING"}},
}

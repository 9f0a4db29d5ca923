"""Django settings. What a host may change is in configuration.py; the rest is fixed here."""

import os
import secrets
import zoneinfo
from pathlib import Path

import dj_database_url

from soliday.configuration import read_configuration
from soliday.core.secret_key import secret_key
from soliday.languages.catalogue import SHIPPED

CONFIGURATION = read_configuration()
PACKAGE = Path(__file__).resolve().parent
DATA = CONFIGURATION.data
SITE_FOLDER = DATA / "site"

SECRET_KEY = secret_key(DATA / "keys")
# Lives in memory only: `soliday run` draws it at each start and hands it to its workers.
MEMORY_SEED = os.environb.get(b"SOLIDAY_SEED") or secrets.token_bytes(32)
DEBUG = False
ALLOWED_HOSTS = [CONFIGURATION.site_host, "127.0.0.1", "localhost"]
if CONFIGURATION.onion:
    ALLOWED_HOSTS.append(CONFIGURATION.onion_host)
ROOT_URLCONF = "soliday.urls"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "soliday.ops",
    "soliday.desk",
    "soliday.intake",
    "soliday.press",
    "soliday.actions",
    "soliday.campaign",
    "soliday.reports",
    "soliday.committee",
    "soliday.places",
    "soliday.languages",
    "soliday.core",
    "wagtail_localize",
    "wagtail_localize.locales",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "soliday.core.headers.SecurityHeaders",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "soliday.desk.language.DeskLanguage",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "soliday.committee.second_factor.RequireSecondFactor",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "soliday.committee.context.desk",
            ],
        },
    },
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "APP_DIRS": True,
        "OPTIONS": {"environment": "soliday.campaign.jinja.environment"},
    },
]

DATABASES = {"default": dj_database_url.parse(CONFIGURATION.database_url)}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # FULL: an acknowledged report survives a power cut. secure_delete: erased means overwritten.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": (
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON;"
        ),
    }
else:
    DATABASES["default"]["OPTIONS"] = {"pool": {"max_size": 8}, "server_side_binding": True}

AUTH_USER_MODEL = "committee.Member"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/desk/"
ACCOUNT_LOGOUT_REDIRECT_URL = "/desk/"
ACCOUNT_ADAPTER = "soliday.committee.adapters.ClosedAccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False
ALLAUTH_TRUSTED_PROXY_COUNT = CONFIGURATION.proxies
ACCOUNT_RATE_LIMITS = {"desk_unlock": "10/h/key"}  # tries of a passphrase, counted for each member
MFA_ADAPTER = "soliday.committee.adapters.SealedSecretAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", "webauthn"]
MFA_TOTP_ISSUER = "Soliday"

CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "cache"}
}

SESSION_COOKIE_PATH = CSRF_COOKIE_PATH = "/desk/"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = CONFIGURATION.is_https
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Strict"
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_AGE = 12 * 60 * 60
CSRF_TRUSTED_ORIGINS = [each for each in (CONFIGURATION.site, CONFIGURATION.onion) if each]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
X_FRAME_OPTIONS = "SAMEORIGIN"  # Wagtail's preview shows a page inside the desk

# Uploads stay in memory: Django's own handlers would write a readable temporary file.
FILE_UPLOAD_HANDLERS = ["soliday.core.uploads.MemoryOnly"]
DATA_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FILES = 20
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000

USE_I18N = USE_TZ = True
TIME_ZONE = "UTC"
LANGUAGE_CODE = "en"
LANGUAGES = WAGTAIL_CONTENT_LANGUAGES = [(each.code, each.native_name) for each in SHIPPED]
LOCALE_PATHS = [PACKAGE / "languages" / "locale"]

STATIC_URL = "/static/"
STATIC_ROOT = DATA / "static"
STORAGES = {
    "default": {"BACKEND": "soliday.core.no_files.NoFiles"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}

WAGTAIL_SITE_NAME = "Soliday"
WAGTAIL_I18N_ENABLED = True
WAGTAILADMIN_BASE_URL = CONFIGURATION.site
WAGTAILADMIN_LOGIN_URL = "account_login"
WAGTAIL_PASSWORD_RESET_ENABLED = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
# “localtime” is no time zone to a browser, and one of these stops Wagtail's script for the rest.
WAGTAIL_USER_TIME_ZONES = sorted(zoneinfo.available_timezones() - {"localtime", "Factory"})
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAILADMIN_PERMITTED_LANGUAGES = LANGUAGES
WAGTAIL_ALLOW_UNICODE_SLUGS = False
WAGTAILEMBEDS_FINDERS: list[dict[str, str]] = []

# A request's address, path or fields never reach a log: only the kind of fault does.
LOGGING_CONFIG = "soliday.core.logs.configure"
LOGGING = {"version": 1}  # Django calls the line above only when this one says something
EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"

"""Every setting of the web half, read from the environment once.

The one idea: `DUEREGARD_ENV` says what kind of place this is (development, demo, test, production) and everything else
has a default that is right for that place. Production has no defaults for secrets: `_need` collects everything that is
missing and refuses to start, naming all of it at once. docs/reference/settings.md lists each setting; a test holds it
to this file.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlparse

from csp.constants import NONCE, NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

ENVIRONMENTS = ("development", "demo", "test", "production")
_missing: list[str] = []


def _env(name: str, default: str = "") -> str:
    return os.environ.get(name, default).strip()


def _need(name: str, why: str, *, elsewhere: str) -> str:
    """Give a setting that production cannot do without; elsewhere a default that is safe there."""
    value = _env(name)
    if value:
        return value
    if DUEREGARD_ENV == "production":
        _missing.append(f"{name} ({why})")
    return elsewhere


def _flag(name: str, *, default: bool) -> bool:
    value = _env(name)
    if not value:
        return default
    if value.lower() not in {"1", "0", "true", "false", "yes", "no"}:
        raise ImproperlyConfigured(f"{name} is {value!r}: write yes or no.")
    return value.lower() in {"1", "true", "yes"}


def _number(name: str, default: int) -> int:
    value = _env(name)
    if not value:
        return default
    try:
        return int(value)
    except ValueError as fault:
        raise ImproperlyConfigured(f"{name} is {value!r}: write a whole number.") from fault


def _database(url: str) -> dict[str, Any]:
    """Turn DATABASE_URL into Django's form. SQLite is kept durable: docs/decisions/0004-sqlite-full.md."""
    parts = urlparse(url)
    if parts.scheme == "sqlite":
        pragmas = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA busy_timeout=10000;"
        pragmas += " PRAGMA secure_delete=ON;"  # what is erased is overwritten, not only forgotten
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": unquote(url.removeprefix("sqlite:///")),
            "OPTIONS": {"init_command": pragmas, "transaction_mode": "IMMEDIATE"},
        }
    if parts.scheme in {"postgres", "postgresql"}:
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": unquote(parts.path.lstrip("/")),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": unquote(parts.hostname or ""),
            "PORT": str(parts.port or ""),
            "CONN_MAX_AGE": 60,
            "CONN_HEALTH_CHECKS": True,
        }
    raise ImproperlyConfigured("DATABASE_URL must begin with sqlite:/// or postgresql://.")


DUEREGARD_ENV = _env("DUEREGARD_ENV", "development")
if DUEREGARD_ENV not in ENVIRONMENTS:
    raise ImproperlyConfigured(f"DUEREGARD_ENV is {DUEREGARD_ENV!r}: write one of {', '.join(ENVIRONMENTS)}.")
IS_PRODUCTION = DUEREGARD_ENV == "production"
IS_TEST = DUEREGARD_ENV == "test"

# Where things are kept
DATA = Path(_env("DUEREGARD_DATA", "var")).resolve()
if not IS_TEST:
    DATA.mkdir(parents=True, exist_ok=True)
DATABASES = {
    "default": _database(
        _need("DATABASE_URL", "where the data is kept", elsewhere=f"sqlite:///{DATA / 'dueregard.sqlite3'}")
    )
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
MEDIA_ROOT = str(DATA / "files")
STATIC_URL = "/static/"
STATIC_ROOT = _env("DUEREGARD_STATIC", str(DATA / "static"))

# Who we are
SITE_URL = _need("DUEREGARD_SITE_URL", "the address people use, for links in mail", elsewhere="http://127.0.0.1:8000")
SITE_HOST = urlparse(SITE_URL).hostname or ""
SECRET_KEY = _need("DUEREGARD_SECRET_KEY", "at least 50 random characters", elsewhere="not-a-secret-" + "0" * 50)
if IS_PRODUCTION and SECRET_KEY and len(SECRET_KEY) < 50:
    _missing.append("DUEREGARD_SECRET_KEY (it is too short: at least 50 random characters)")
LEDGER_KEY_FILE = _need("DUEREGARD_LEDGER_KEY_FILE", "signs the ledger's checkpoints", elsewhere="")
SECURITY_CONTACT = _need("DUEREGARD_SECURITY_CONTACT", "who hears of a weakness, as mailto: or https:", elsewhere="")
ALLOWED_HOSTS = [h.strip() for h in _env("DUEREGARD_HOSTS", SITE_HOST).split(",") if h.strip()]
if not IS_PRODUCTION:
    ALLOWED_HOSTS += ["localhost", "127.0.0.1", "[::1]", "testserver"]
TRUSTED_PROXIES = _number("DUEREGARD_TRUSTED_PROXIES", 0)
DEBUG = _flag("DUEREGARD_DEBUG", default=False)
if DEBUG and IS_PRODUCTION:
    raise ImproperlyConfigured("DUEREGARD_DEBUG cannot be on in production.")

INSTALLED_APPS = [
    "dueregard.web.ui",
    "dueregard.web.ledger",
    "dueregard.web.jobs",
    "dueregard.web.accounts",
    "dueregard.web.mail",
    "dueregard.web.organisation",
    "dueregard.web.plans",
    "dueregard.web.monitoring",
    "dueregard.web.assessments",
    "dueregard.web.delivery",
    "dueregard.web.pages",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.usersessions",
    "csp",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
]

MIDDLEWARE = [
    "dueregard.web.ui.middleware.Requests",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "dueregard.web.accounts.adapters.SeenSessions",
    "dueregard.web.ui.middleware.Refusals",
]

# What an app below `organisation` (ledger) asks for by this name, because it may not know the app that answers
COUNCIL_PAGES = {
    "gate": "dueregard.web.organisation.access.staff_page",
    "data_gate": "dueregard.web.organisation.access.data_page",
    "visit": "dueregard.web.organisation.queries.visit",
    "shell": "dueregard.web.organisation.queries.shell",
    "people": "dueregard.web.accounts.queries.people_cards",
}

ROOT_URLCONF = "dueregard.web.urls"
WSGI_APPLICATION = "dueregard.web.wsgi.application"
TEMPLATES = [
    {
        "NAME": "jinja2",
        "BACKEND": "dueregard.web.ui.environment.Templates",
        "DIRS": [],
        "APP_DIRS": True,
        "OPTIONS": {
            "environment": "dueregard.web.ui.environment.environment",
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    },
]

# Language and time
LANGUAGE_CODE = "en-gb"
LANGUAGES = [("en-gb", _("English"))]  # Welsh joins when its catalogue is there: half a translation helps nobody
TIME_ZONE = "Europe/London"
USE_TZ = True
USE_I18N = True

# Files people hand over
COUNTING_ENGINE = _env("DUEREGARD_ENGINE", "duckdb")
MAX_UPLOAD_BYTES = _number("DUEREGARD_MAX_UPLOAD_MB", 25) * 1024 * 1024
MAX_RECORDS_BYTES = _number("DUEREGARD_MAX_RECORDS_MB", 500) * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o700

# Sign-in
AUTH_USER_MODEL = "accounts.Person"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
LOGIN_URL = "/sign-in/"
LOGIN_REDIRECT_URL = "/councils/"
LOGOUT_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "dueregard.web.accounts.adapters.AccountAdapter"
SOCIALACCOUNT_ADAPTER = "dueregard.web.accounts.adapters.SocialAccountAdapter"
ACCOUNT_TEMPLATE_EXTENSION = "jinja"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"  # an invitation already proves the address; there is no open sign-up
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 900
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_FORMS = {
    "login": "dueregard.web.accounts.forms.LoginForm",
    "request_login_code": "dueregard.web.accounts.forms.RequestLoginCodeForm",
    "confirm_login_code": "dueregard.web.accounts.forms.ConfirmLoginCodeForm",
}
# Mails at most 3 an hour and 10 a day to one address. By sender more: a whole council may stand behind one address.
ACCOUNT_RATE_LIMITS = {
    "request_login_code": "60/h/ip,3/h/key,10/d/key",
    "reset_password": "60/h/ip,3/h/key,10/d/key",
    "login_failed": "20/m/ip,5/300s/key",
}
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Due Regard"
MFA_ADAPTER = "dueregard.web.accounts.adapters.MfaAdapter"
MFA_REQUIRED_ROLES = tuple(r.strip() for r in _env("DUEREGARD_TWO_STEP_ROLES").split(",") if r.strip())
SOCIALACCOUNT_ONLY = False
SOCIALACCOUNT_AUTO_SIGNUP = True
SOCIALACCOUNT_EMAIL_AUTHENTICATION = False
USERSESSIONS_TRACK_ACTIVITY = True  # by accounts.adapters.SeenSessions, to five minutes
OIDC_URL = _env("DUEREGARD_OIDC_URL")
OIDC_NAME = _env("DUEREGARD_OIDC_NAME", "your council account")
OIDC_CLIENT_ID = _env("DUEREGARD_OIDC_CLIENT_ID")
OIDC_CLIENT_SECRET = _env("DUEREGARD_OIDC_CLIENT_SECRET")
OIDC_SUBJECT_CLAIM = _env("DUEREGARD_OIDC_SUBJECT_CLAIM", "sub")
OIDC_DOMAINS = tuple(d.strip().lower() for d in _env("DUEREGARD_OIDC_DOMAINS").split(",") if d.strip())
OIDC_TRUST_EMAIL = _flag("DUEREGARD_OIDC_TRUST_EMAIL", default=False)
if OIDC_URL and not (OIDC_CLIENT_ID and OIDC_CLIENT_SECRET):
    _missing.append("DUEREGARD_OIDC_CLIENT_ID and DUEREGARD_OIDC_CLIENT_SECRET (DUEREGARD_OIDC_URL is set)")
SOCIALACCOUNT_PROVIDERS = {
    "openid_connect": {
        "APPS": [
            {
                "provider_id": "council",
                "name": OIDC_NAME,
                "client_id": OIDC_CLIENT_ID,
                "secret": OIDC_CLIENT_SECRET,
                "settings": {
                    "server_url": OIDC_URL,
                    "uid_field": OIDC_SUBJECT_CLAIM,
                    # Entra's user information lacks `oid`; the signed token has it
                    "fetch_userinfo": OIDC_SUBJECT_CLAIM == "sub",
                },
            }
        ]
        if OIDC_URL
        else [],
        "OAUTH_PKCE_ENABLED": True,
    }
}
SESSION_COOKIE_AGE = 20 * 60 * 60
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "dueregard.web.ui.views.form_too_old"
IS_HTTPS = SITE_URL.startswith("https://")
if IS_PRODUCTION and SITE_URL and not IS_HTTPS:
    _missing.append("DUEREGARD_SITE_URL (it must begin with https://)")
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = IS_HTTPS
if IS_HTTPS:
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-session", "__Host-csrf"
    CSRF_TRUSTED_ORIGINS = [SITE_URL.rstrip("/")]
    SECURE_SSL_REDIRECT = _flag("DUEREGARD_HTTPS_REDIRECT", default=True)
    SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
    SECURE_HSTS_SECONDS = 31_536_000
    SECURE_HSTS_INCLUDE_SUBDOMAINS = _flag("DUEREGARD_HSTS_SUBDOMAINS", default=False)
    if TRUSTED_PROXIES:
        SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

# Headers
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF, OIDC_URL] if OIDC_URL else [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "object-src": [NONE],
        "manifest-src": [SELF],
    }
}
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

# Mail: a page in the demo, SMTP or GOV.UK Notify where one is set, the terminal while developing
MAIL = _env("DUEREGARD_MAIL")
if MAIL not in {"", "none"}:
    raise ImproperlyConfigured(f"DUEREGARD_MAIL is {MAIL!r}: write none, or leave it out.")
_nobody = "noreply@dueregard.example"
if MAIL == "none":
    MAIL_FROM = _env("DUEREGARD_MAIL_FROM", _nobody)
else:
    MAIL_FROM = _need("DUEREGARD_MAIL_FROM", "the address that mail comes from", elsewhere=_nobody)
DEFAULT_FROM_EMAIL = SERVER_EMAIL = MAIL_FROM
NOTIFY_KEY = _env("DUEREGARD_NOTIFY_KEY")
NOTIFY_TEMPLATE = _env("DUEREGARD_NOTIFY_TEMPLATE")
NOTIFY_URL = _env("DUEREGARD_NOTIFY_URL", "https://api.notifications.service.gov.uk")
NOTIFY_RECEIPTS_TOKEN = _env("DUEREGARD_NOTIFY_RECEIPTS_TOKEN")
MAIL_PER_MINUTE = _number("DUEREGARD_MAIL_PER_MINUTE", 0 if IS_TEST else 300)
if NOTIFY_KEY and not NOTIFY_TEMPLATE:
    _missing.append("DUEREGARD_NOTIFY_TEMPLATE (DUEREGARD_NOTIFY_KEY is set)")
if NOTIFY_RECEIPTS_TOKEN and len(NOTIFY_RECEIPTS_TOKEN) < 32:
    _missing.append("DUEREGARD_NOTIFY_RECEIPTS_TOKEN (it is too short: at least 32 random characters)")
if MAIL == "none" or NOTIFY_KEY:
    SMTP_URL = _env("DUEREGARD_SMTP_URL")
else:
    SMTP_URL = _need(
        "DUEREGARD_SMTP_URL",
        "smtp://user:password@host:587; or DUEREGARD_NOTIFY_KEY for GOV.UK Notify; or DUEREGARD_MAIL=none",
        elsewhere="",
    )
if MAIL == "none":
    MAIL_WAY = "none"
elif NOTIFY_KEY:
    MAIL_WAY = "notify"
elif SMTP_URL:
    MAIL_WAY = "smtp"
else:
    MAIL_WAY = "none" if IS_PRODUCTION else "outbox"
EMAIL_TIMEOUT = 10
if MAIL == "none":
    EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
elif SMTP_URL:
    _smtp = urlparse(SMTP_URL)
    EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    EMAIL_HOST, EMAIL_PORT = _smtp.hostname or "", _smtp.port or 587
    EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = unquote(_smtp.username or ""), unquote(_smtp.password or "")
    EMAIL_USE_SSL = _smtp.scheme == "smtps"
    EMAIL_USE_TLS = not EMAIL_USE_SSL and _flag("DUEREGARD_SMTP_TLS", default=True)
elif NOTIFY_KEY:
    EMAIL_BACKEND = "dueregard.web.mail.actions.notify.NotifyBackend"
elif DUEREGARD_ENV == "demo":
    EMAIL_BACKEND = "dueregard.web.accounts.adapters.OutboxBackend"
elif IS_TEST:
    EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
else:
    EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"

# Long work
TASKS = {
    "default": {
        "BACKEND": "django_tasks.backends.immediate.ImmediateBackend"
        if _flag("DUEREGARD_JOBS_AT_ONCE", default=IS_TEST)
        else "django_tasks_db.DatabaseBackend",
        "QUEUES": [],
    }
}

STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if IS_PRODUCTION
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = not IS_PRODUCTION
WHITENOISE_AUTOREFRESH = IS_TEST  # nothing is collected for tests
CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "cache"}}
if IS_TEST:
    CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {
        "request": {"()": "dueregard.web.ui.middleware.RequestIdFilter"},
        "secrets": {"()": "dueregard.web.ui.middleware.SecretFilter"},
    },
    "formatters": {"line": {"format": "{asctime} {levelname} {name} [{request_id}] {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["request"]}},
    # On the loggers that name addresses, so that no handler ever sees the secret of a link
    "loggers": {name: {"filters": ["secrets"]} for name in ("django.request", "django.security.csrf", "dueregard.web")},
    "root": {"handlers": ["stderr"], "level": _env("DUEREGARD_LOG_LEVEL", "WARNING" if not IS_PRODUCTION else "INFO")},
}

if _missing:
    raise ImproperlyConfigured("Due Regard will not start half set. Missing or wrong: " + "; ".join(_missing) + ".")

"""Settings of In Transit. The environment is read here and nowhere else; a bad value stops the start."""

import os
import secrets
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import dj_database_url
from django.core.exceptions import ImproperlyConfigured
from django.utils.csp import CSP

BASE_DIR = Path(__file__).resolve().parent.parent


def env_text(name: str, default: str) -> str:
    """A non-empty text from the environment, or the default."""
    return os.environ.get(name, "").strip() or default


def env_bool(name: str, *, default: bool) -> bool:
    """A yes or no from the environment; anything else stops the start."""
    raw = env_text(name, "1" if default else "0").lower()
    if raw in {"1", "true", "yes", "on"}:
        return True
    if raw in {"0", "false", "no", "off"}:
        return False
    raise ImproperlyConfigured(f"{name} must be 1 or 0, not {raw!r}.")


def env_list(name: str, default: list[str]) -> list[str]:
    """A comma-separated list from the environment, or the default."""
    items = [item.strip() for item in os.environ.get(name, "").split(",") if item.strip()]
    return items or default


def env_folder(name: str, default: Path) -> Path:
    """A folder from the environment, as an absolute path."""
    return Path(env_text(name, str(default))).expanduser().resolve()


def secret_key(folder: Path) -> str:
    """SECRET_KEY from the environment, else one made on the first start and kept in the data folder."""
    given = env_text("SECRET_KEY", "")
    if given:
        if len(given) < 50:
            raise ImproperlyConfigured("SECRET_KEY must have at least 50 characters.")
        if len(set(given)) < 10 or "insecure" in given:  # typed with one key, or out of somebody's example
            raise ImproperlyConfigured("SECRET_KEY must be drawn by chance.")
        return given
    kept = folder / "secret-key"
    if not kept.exists():
        # Written whole, then named: a second start at the same moment reads one key or makes the name first.
        draft = folder / f"secret-key.{secrets.token_hex(4)}"
        draft.touch(mode=0o600)
        draft.write_text(secrets.token_urlsafe(60), encoding="utf-8")
        try:
            os.link(draft, kept)
            draft.unlink()
        except FileExistsError:
            draft.unlink()
        except OSError:  # a file system without hard links
            draft.replace(kept)
    return kept.read_text(encoding="utf-8")


def database(folder: Path) -> Mapping[str, Any]:
    """SQLite in the data folder, or whatever DATABASE_URL names."""
    url = env_text("DATABASE_URL", "")
    scheme = urlsplit(url).scheme
    if url and scheme not in {"sqlite", "postgres", "postgresql"}:
        raise ImproperlyConfigured(f"DATABASE_URL must be sqlite:// or postgresql://, not {scheme!r}.")
    kept: dict[str, Any] = {"CONN_MAX_AGE": 600, "CONN_HEALTH_CHECKS": True}
    if scheme in {"postgres", "postgresql"}:
        parsed = dj_database_url.parse(url, engine="studyapp.postgres")
        # What is asked twice on a connection is planned once: half of what a page costs the server.
        prepared = {"server_side_binding": True, "prepare_threshold": 2}
        return {**parsed, **kept, "OPTIONS": {**prepared, **parsed.get("OPTIONS", {})}}
    # Each commit waits for the disk, so that what was stored survives a power cut, too: docs/exam-promise.md.
    power_safe = env_bool("POWER_SAFE", default=False)
    # Without a URL the folder is not put into one: its name may hold any character.
    name = dj_database_url.parse(url)["NAME"] if url else str(folder / "study.sqlite3")
    options = {
        # Take the write lock at BEGIN: a read that later writes would otherwise fail at once under load.
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": f"PRAGMA journal_mode=WAL; PRAGMA synchronous={'FULL' if power_safe else 'NORMAL'};",
    }
    return {"ENGINE": "django.db.backends.sqlite3", "NAME": name, "OPTIONS": options, **kept}


DEBUG = env_bool("DEBUG", default=False)
HTTPS = env_bool("HTTPS", default=False)  # the site is reached over https: secure cookies, HSTS
DATA_DIR = env_folder("DATA_DIR", BASE_DIR / "var")
DATA_DIR.mkdir(parents=True, exist_ok=True)
CONTENT_ROOT = env_folder("CONTENT_ROOT", BASE_DIR / "content")

SECRET_KEY = secret_key(DATA_DIR)
ALLOWED_HOSTS = env_list("ALLOWED_HOSTS", ["127.0.0.1", "localhost", "[::1]"])
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS if HTTPS and host != "*"]

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "studyapp",
]

MIDDLEWARE = [
    "studyapp.views.requestlog.RequestLogMiddleware",
    "studyapp.views.headers.HeadersMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "studyapp.views.compression.CompressionMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "studyapp.views.wholebody.WholeBodyMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "studyapp.views.offline.VisitorMiddleware",
    "studyapp.views.errors.NotAllowedMiddleware",
]
if DEBUG:
    MIDDLEWARE.append("studyapp.views.preview.ContentPreviewMiddleware")

ROOT_URLCONF = "studyapp.urls"
WSGI_APPLICATION = "studyapp.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": False,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "studyapp.views.theme.theme",
            ],
            "builtins": ["django.templatetags.static"],  # `{% static %}` everywhere
        },
    }
]
FORM_RENDERER = "studyapp.forms.rendering.Renderer"

DATABASES = {"default": database(DATA_DIR)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "studyapp.User"
AUTHENTICATION_BACKENDS = ["studyapp.queries.accounts.LearnerBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.ScryptPasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
LOGIN_URL = "sign-in"
LOGIN_REDIRECT_URL = "today"
LOGOUT_REDIRECT_URL = "today"

if HTTPS:  # names that a browser takes from this very host alone, over https alone
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-sessionid", "__Host-csrftoken"
SESSION_ENGINE = "studyapp.queries.sessions"
SESSION_COOKIE_AGE = 365 * 24 * 60 * 60  # a guest's work hangs on this cookie
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
CSRF_FAILURE_VIEW = "studyapp.views.errors.csrf_failed"
SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
SECURE_REFERRER_POLICY = "same-origin"
BEHIND_PROXY = env_bool("BEHIND_PROXY", default=False)  # which sets or removes this header
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None
X_FRAME_OPTIONS = "DENY"
SECURE_CSP = {
    "default-src": [CSP.SELF],  # scripts, styles and connections too: to repeat it is bytes in every answer
    "img-src": [CSP.SELF, "data:"],
    "object-src": [CSP.NONE],
    "base-uri": [CSP.NONE],
    "frame-ancestors": [CSP.NONE],
    "form-action": [CSP.SELF],
}

DATA_UPLOAD_MAX_MEMORY_SIZE = 64 * 1024  # the largest honest answer is under 2 KB
DATA_UPLOAD_MAX_NUMBER_FIELDS = 200
DATA_UPLOAD_MAX_NUMBER_FILES = 1
UPLOAD_MAX_BYTES = 4 * 1024 * 1024  # of a request with a file; what may be in the file is asked by its reader

STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "studyapp.staticfiles.HashedStaticFiles"
    },
}

LANGUAGE_CODE = "en-gb"
USE_I18N = False
USE_TZ = True
TIME_ZONE = "UTC"  # of the server; each learner has a zone of their own

LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"},
        "json": {"()": "studyapp.loglines.JsonLines"},
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line" if DEBUG else "json"}},
    "root": {"handlers": ["console"], "level": env_text("LOG_LEVEL", "WARNING").upper()},
    "loggers": {
        "studyapp.requests": {"level": "INFO"},
        # A page that is not there is no fault; the line of its request has its status.
        "django.request": {"level": "WARNING" if DEBUG else "ERROR"},
        "django.security.csrf": {"level": "WARNING" if DEBUG else "ERROR"},
        # Django would write tracebacks with all that was sent to whoever gets the mail.
        "django": {"handlers": [], "level": "NOTSET"},
    },
}
LOG_REQUESTS = env_bool("LOG_REQUESTS", default=BEHIND_PROXY)  # a line for each, where others are served

"""Every setting of the site, in one file, read strictly from the environment.

``ROLESITE_ENV`` is ``development`` (default: just runs, reachable from this machine only),
``test`` or ``production`` (refuses to start without a secret key, hosts, the public address
and a database of its own). See ``.env.example`` for all variables.
"""

import os
import secrets
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

from rolesite import environment

# Before anything loads numpy: our matrices are small, and threads that wait for each other make
# scoring a million sheets three times as long as soon as another process is busy.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = BASE_DIR / "var"

environment.env.read_env(str(BASE_DIR / ".env"), recurse=False)

ENVIRONMENT = environment.choice(
    "ROLESITE_ENV", ("development", "test", "production"), "development"
)
PRODUCTION = ENVIRONMENT == "production"
TESTING = ENVIRONMENT == "test"


def required(name: str, hint: str) -> str:
    """Return an environment variable. Raises ``ImproperlyConfigured`` in production without it."""
    value = environment.text(name)
    if PRODUCTION and not value:
        raise ImproperlyConfigured(f"{name} is not set. In production it is needed: {hint}")
    return value


def local_secret_key() -> str:
    """Return this checkout's random key, made on first use: a fixed one would be public."""
    VAR_DIR.mkdir(exist_ok=True)
    path = VAR_DIR / "secret-key"
    try:
        path.touch(0o600, exist_ok=False)
    except FileExistsError:
        return path.read_text().strip()
    path.write_text(secrets.token_urlsafe(64))
    return path.read_text()


# --- who we are ------------------------------------------------------------------------------
DEBUG = environment.flag("DEBUG")
if PRODUCTION and DEBUG:
    raise ImproperlyConfigured(
        "DEBUG is on. In production it must be off: it shows code to visitors."
    )

SECRET_KEY = required(
    "SECRET_KEY",
    "a long random text, for example from: "
    "python -c 'import secrets; print(secrets.token_urlsafe(64))'",
)
if PRODUCTION and len(SECRET_KEY) < 50:
    raise ImproperlyConfigured(
        f"SECRET_KEY has {len(SECRET_KEY)} characters. In production it needs at least 50."
    )
SECRET_KEY = SECRET_KEY or local_secret_key()
# Keys of before: what was signed or encrypted with one of them still opens.
SECRET_KEY_FALLBACKS = [
    key.strip() for key in environment.text("SECRET_KEY_FALLBACKS").split(",") if key.strip()
]
if PRODUCTION and any(len(key) < 50 for key in SECRET_KEY_FALLBACKS):
    environment.refuse(
        "SECRET_KEY_FALLBACKS", "keys of at least 50 characters, separated by commas", show=False
    )

required("ALLOWED_HOSTS", environment.HOSTS)
ALLOWED_HOSTS = environment.hosts("ALLOWED_HOSTS", ["localhost", "127.0.0.1", "[::1]"])
if PRODUCTION and "*" in ALLOWED_HOSTS:
    raise ImproperlyConfigured("ALLOWED_HOSTS contains '*'. Name the hosts of the site instead.")

# Absolute links (canonical, private link, share) come from here, never from a request's Host.
required("SITE_URL", "the public address, for example https://rolesite.example")
SITE_URL = environment.address("SITE_URL", ("https",) if PRODUCTION else ("https", "http"))

# --- what we are made of ---------------------------------------------------------------------
INSTALLED_APPS = [
    "rolesite.apps.RolesiteConfig",
    "rolesite.apps.DeskConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",  # so that templates of ours may replace those of its fields
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "crispy_forms",
    "crispy_bootstrap5",
    "csp",
    "web.apps.WebConfig",
    "roles.apps.RolesConfig",
    "assessments.apps.AssessmentsConfig",
]

MIDDLEWARE = [
    # First, so that no error page goes without: a bad Host fails further down.
    "rolesite.operations.middleware.SecurityHeadersMiddleware",
    "rolesite.operations.health.HealthMiddleware",
    "rolesite.operations.middleware.ContentPolicyMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "rolesite.operations.middleware.KnownMethodsMiddleware",
    "rolesite.operations.middleware.BodySizeMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "rolesite.operations.middleware.DatabaseOutageMiddleware",
    "django.middleware.common.CommonMiddleware",
    # The six below serve the desk and visitors' accounts. They touch no cookie unless a page asks
    # for the session or for a CSRF token, and elsewhere none does (tests/test_headers.py holds it).
    "rolesite.operations.middleware.ReadableCookiesMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "rolesite.staff.second_factor.middleware.DeskSessionMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

ROOT_URLCONF = "rolesite.urls"
WSGI_APPLICATION = "rolesite.wsgi.application"

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
                "rolesite.pages.context.site",
            ],
            "builtins": ["django.templatetags.static", "web.templatetags.figures"],
            # Filters that stand beside their subject.
            "libraries": {
                "plans": "assessments.plans.presenters.words",
                "statistics": "assessments.analytics.statistics.presenters",
            },
        },
    }
]

# --- database --------------------------------------------------------------------------------
required("DATABASE_URL", "for example postgres://user:password@localhost/rolesite")
VAR_DIR.mkdir(exist_ok=True)
DATABASES = {
    "default": environment.database("DATABASE_URL", f"sqlite:///{VAR_DIR / 'rolesite.sqlite3'}")
}
if environment.text("TARGET_DATABASE_URL"):  # for the command move_database alone
    DATABASES["target"] = environment.database("TARGET_DATABASE_URL", "")
for _database in DATABASES.values():
    if _database["ENGINE"] == "django.db.backends.sqlite3":
        # IMMEDIATE: a read-then-write transaction must wait for the lock, not fail on the upgrade.
        # FULL: an answer that was acknowledged survives a power cut, not only a crash.
        _database["OPTIONS"] = {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": (
                "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;PRAGMA secure_delete=ON;"
            ),
        }
        _database["CONN_MAX_AGE"] = 600
    else:
        _database["CONN_MAX_AGE"] = 60
        _database["CONN_HEALTH_CHECKS"] = True
        _database["OPTIONS"] = {"connect_timeout": 3, **_database.get("OPTIONS", {})}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- staff sign-in ---------------------------------------------------------------------------
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
if TESTING:  # the cost of a real hash buys nothing in a test
    PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "admin:login"
# Whether staff need a code from an app beside the password before the desk opens. Who has set one
# up is always asked for it.
STAFF_SECOND_FACTOR = environment.choice(
    "STAFF_SECOND_FACTOR", ("required", "optional"), "required" if PRODUCTION else "optional"
)
SESSION_COOKIE_AGE = 12 * 60 * 60
CSRF_FAILURE_VIEW = "rolesite.operations.middleware.csrf_failure"
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"

# --- visitors' accounts ----------------------------------------------------------------------
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",  # staff, at the desk
    "rolesite.account.sign_in.CodeBackend",  # visitors, by a code
]
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*"]
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""

# Where e-mail goes. The console shows it in development; production names a server.
vars().update(environment.mail_server("EMAIL_URL", "console:"))
EMAIL_TIMEOUT = 10  # seconds; a mail server that is away must not hold a worker
if _errors_to := environment.sender("ERRORS_TO", ""):
    ADMINS = [("", _errors_to)]
EMAIL_SUBJECT_PREFIX = "Rolesite: "
SERVER_EMAIL = DEFAULT_FROM_EMAIL = environment.sender(
    "EMAIL_FROM", "Rolesite <no-reply@localhost>"
)

# --- headers ---------------------------------------------------------------------------------
SECURE_CONTENT_TYPE_NOSNIFF = True
# "no-referrer" would send "Origin: null" with every form; "same-origin" tells other sites nothing.
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
if PRODUCTION:
    # TLS ends at a proxy as a rule; trust its word only where the deployment says it sets it.
    if environment.flag("BEHIND_TLS_PROXY"):
        SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_SSL_REDIRECT = True
    SECURE_HSTS_SECONDS = 63_072_000
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    SESSION_COOKIE_NAME = "__Host-sessionid"
    CSRF_COOKIE_NAME = "__Host-csrftoken"

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        **{f"{kind}-src": ["'none'"] for kind in ("default", "object", "frame", "worker")},
        **{
            f"{kind}-src": ["'self'"]
            for kind in ("script", "style", "img", "font", "connect", "manifest")
        },
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
        "upgrade-insecure-requests": PRODUCTION,
        "report-uri": ["/csp-report"],
    }
}

# --- requests --------------------------------------------------------------------------------
DATA_UPLOAD_MAX_MEMORY_SIZE = 262_144
# One role with all its parts on one screen posts a few hundred fields.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 4_000

# How often one address may begin the quiz in an hour; 0 is without limit.
QUIZ_STARTS_PER_HOUR = environment.count("QUIZ_STARTS_PER_HOUR", 0 if TESTING else 60, 1_000_000)
# How many proxies of ours add to X-Forwarded-For. With 0 that header is not believed at all.
TRUSTED_PROXIES = environment.count("TRUSTED_PROXIES", 0, 10)

# --- static files ----------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # WhiteNoise warns of a missing folder
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if PRODUCTION
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = not PRODUCTION

# --- forms -----------------------------------------------------------------------------------
FORM_RENDERER = "web.typed.UncutTexts"
CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"

# --- language and time -----------------------------------------------------------------------
LANGUAGE_CODE = "en"
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"
FORMAT_MODULE_PATH = "web.formats"

# --- logs ------------------------------------------------------------------------------------
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"private_links": {"()": "rolesite.operations.logs.MaskPrivateLinks"}},
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "filters": ["private_links"],
            "formatter": "line",
        },
        "mail": {
            "class": "rolesite.operations.logs.ErrorMail",
            "level": "ERROR",
            "filters": ["private_links"],
            "formatter": "line",
        },
    },
    "root": {"handlers": ["console", "mail"], "level": "WARNING"},
    "loggers": {
        "django": {"handlers": ["console", "mail"], "level": "WARNING", "propagate": False},
        "django.server": {"handlers": ["console"], "level": "INFO", "propagate": False},
    },
}

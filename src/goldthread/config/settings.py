"""The one settings file: everything comes from the environment, each with a safe default.

`declared.py` lists what may be set; docs/reference/settings.md is printed from it.
"""

from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

from goldthread import documents
from goldthread.config import declared
from goldthread.config.databases import WAL_IS_SAFE_FROM as WAL_IS_SAFE_FROM
from goldthread.config.databases import database
from goldthread.config.mail import bounces, mail
from goldthread.config.secrets import secret_key
from goldthread.config.single_sign_on import providers
from goldthread.evidence.home import home

try:
    GOLDTHREAD_HOME = home()
    SECRET_KEY = secret_key(
        Path(declared.read("GOLDTHREAD_SECRET_KEY_FILE")).expanduser()
        if declared.read("GOLDTHREAD_SECRET_KEY_FILE")
        else GOLDTHREAD_HOME / "secret-key"
    )
    RECORD_KEYS = (
        Path(declared.read("GOLDTHREAD_RECORD_KEYS")).expanduser()
        if declared.read("GOLDTHREAD_RECORD_KEYS")
        else None
    )
    DEBUG = declared.yes("GOLDTHREAD_DEBUG")
    ALLOWED_HOSTS = declared.hosts()
    HTTPS = declared.yes("GOLDTHREAD_HTTPS")
    PUBLIC_ONLY = declared.yes("GOLDTHREAD_PUBLIC_ONLY")
    PROXIES = declared.whole_number("GOLDTHREAD_PROXIES", low=0, high=5)
    IDLE_MINUTES = declared.whole_number("GOLDTHREAD_IDLE_MINUTES", low=5, high=12 * 60)
    SECOND_FACTOR = declared.read("GOLDTHREAD_SECOND_FACTOR")
    INVITATION_DAYS = declared.whole_number(
        "GOLDTHREAD_INVITATION_DAYS", low=1, high=60
    )
    DORMANT_DAYS = declared.whole_number("GOLDTHREAD_DORMANT_DAYS", low=0, high=3650)
    SOCIALACCOUNT_PROVIDERS = providers(declared.read("GOLDTHREAD_SINGLE_SIGN_ON"))
    FOLLOW_LINKS = declared.yes("GOLDTHREAD_FOLLOW_LINKS")
    FOLLOW_INSIDE = declared.names("GOLDTHREAD_FOLLOW_INSIDE")
    SESSION_HOURS = declared.whole_number("GOLDTHREAD_SESSION_HOURS", low=1, high=24)
    DATABASES = {
        "default": database(declared.read("GOLDTHREAD_DATABASE"), GOLDTHREAD_HOME)
    }
    globals().update(mail(declared.read("GOLDTHREAD_MAIL"), GOLDTHREAD_HOME))
    BOUNCES = bounces(declared.read("GOLDTHREAD_BOUNCES"))
except declared.Misconfigured as wrong:
    raise ImproperlyConfigured(str(wrong)) from None

ADDRESS = declared.read("GOLDTHREAD_ADDRESS").rstrip("/")
USUAL_ADDRESS = declared.read("GOLDTHREAD_ADDRESS", {})  # each reader's own machine
DEFAULT_FROM_EMAIL = SERVER_EMAIL = declared.read("GOLDTHREAD_MAIL_FROM")
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "goldthread.publishing",
    "goldthread.public",
    "goldthread.api",
    "goldthread.desk",
    "goldthread.thread",
    "goldthread.governance",
    "goldthread.performance",
    "goldthread.delivery",
    "goldthread.strategy",
    "goldthread.assessment",
    "goldthread.intake",
    "goldthread.notes",
    "goldthread.partners",
    "goldthread.web",
    "goldthread.audit",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.usersessions",
    "django_tasks",
    "django_tasks_db",
]

ROOT_URLCONF = "goldthread.config.urls"
WSGI_APPLICATION = "goldthread.config.wsgi.application"
AUTH_USER_MODEL = "partners.Person"

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_I18N = True
USE_TZ = True

MIDDLEWARE = [
    "goldthread.web.middleware.headers",
    "goldthread.web.outage.once_more",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "goldthread.web.one_version.of_one_version",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "goldthread.web.middleware.request_identity",
    "goldthread.web.reading.no_page_without_its_record",
    "goldthread.web.middleware.session_limits",
    "goldthread.partners.middleware.acting",
    "goldthread.notes.session.SignInRequired",
    "goldthread.partners.middleware.Gatekeeper",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]

# On a host of its own the public site has no address but its own, and nobody to know.
if PUBLIC_ONLY:
    ROOT_URLCONF = "goldthread.public.alone"
    MIDDLEWARE = [
        "goldthread.web.middleware.headers",
        "goldthread.web.outage.once_more",
        "django.middleware.security.SecurityMiddleware",
        "whitenoise.middleware.WhiteNoiseMiddleware",
        "goldthread.web.one_version.of_one_version",
        "django.middleware.common.CommonMiddleware",
        "django.middleware.clickjacking.XFrameOptionsMiddleware",
        # Does nothing without its own addresses; allauth does not start without it.
        "allauth.account.middleware.AccountMiddleware",
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
                "goldthread.web.context.product",
                "goldthread.web.context.session",
                "goldthread.partners.context.installation",
                "goldthread.config.navigation.navigation",
                "goldthread.desk.context.kept_lists",
                "goldthread.desk.context.talk",
            ],
            "builtins": [
                "goldthread.web.templatetags.kit",
                "goldthread.partners.templatetags.access",
            ],
        },
    }
]
FORM_RENDERER = "goldthread.web.rendering.PageKit"

# Static files: hashed names, served by the application itself.
STATIC_URL = "/static/"
STATICFILES_DIRS = [Path(documents.__file__).parent / "static"]  # the look of blocks
STATIC_ROOT = GOLDTHREAD_HOME / "static"
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": GOLDTHREAD_HOME / "files"},
    },
    "staticfiles": {"BACKEND": "goldthread.web.storage.HashedFiles"},
}

# Who may see and do what: read by partners.policy; a second file may add to the first.
ROLES_FILES = [Path(__file__).with_name("roles.toml")]

# Who may come in. Every page needs sign-in unless it is marked `published`.
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
_VALIDATION = "django.contrib.auth.password_validation"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"{_VALIDATION}.MinimumLengthValidator", "OPTIONS": {"min_length": 15}},
    {
        "NAME": f"{_VALIDATION}.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("email", "name")},
    },
    {"NAME": f"{_VALIDATION}.CommonPasswordValidator"},
    {"NAME": "goldthread.partners.passwords.NotRepeatedValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "start"
LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_ADAPTER = "goldthread.partners.adapter.Adapter"
ACCOUNT_FORMS = {
    "login": "goldthread.partners.forms.sign_in.SignInForm",
    "reset_password": "goldthread.partners.forms.sign_in.ResetPasswordForm",
    "reset_password_from_key": "goldthread.partners.forms.sign_in.NewPasswordForm",
    "reauthenticate": "goldthread.partners.forms.sign_in.ProveAgainForm",
    "change_password": "goldthread.partners.forms.sign_in.ChangePasswordForm",
}
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # a reset asked for a stranger sends nothing
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = True  # how long is decided by `session_limits` alone
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_LOGIN_ON_PASSWORD_RESET = False
ACCOUNT_RATE_LIMITS = False  # per process; partners.services counts in the database
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300  # seconds: to change a factor, prove it again
ALLAUTH_TRUSTED_PROXY_COUNT = PROXIES

# A second factor: an app that shows codes, a passkey, and codes on paper for a bad day.
MFA_ADAPTER = "goldthread.partners.second_factor.Adapter"
MFA_FORMS = {
    "authenticate": "goldthread.partners.forms.second_factor.CodeForm",
    "reauthenticate": "goldthread.partners.forms.second_factor.CodeAgainForm",
    "activate_totp": "goldthread.partners.forms.second_factor.FirstCodeForm",
    "add_webauthn": "goldthread.partners.forms.second_factor.PasskeyForm",
    "authenticate_webauthn": "goldthread.partners.forms.second_factor.UsePasskeyForm",
    "reauthenticate_webauthn": "goldthread.partners.forms.second_factor.UsePasskeyAgainForm",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_ALLOW_UNVERIFIED_EMAIL = True  # who is invited has read the mail already
MFA_TOTP_TOLERANCE = 1  # clocks go wrong by half a minute; a code still works once
MFA_RECOVERY_CODE_DIGITS = 10
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HTTPS  # a try-out on this machine
MFA_RATE_LIMITS = False

# Single sign-on: people are known by issuer and subject, never by an e-mail address.
SOCIALACCOUNT_ADAPTER = "goldthread.partners.single_sign_on.Adapter"
SOCIALACCOUNT_EMAIL_AUTHENTICATION = False
SOCIALACCOUNT_AUTO_SIGNUP = False
SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_LOGIN_ON_GET = False
SOCIALACCOUNT_REQUESTS_TIMEOUT = 10

# Sessions and cookies.
SESSIONS_PER_PERSON = 3
SESSION_COOKIE_AGE = SESSION_HOURS * 3600
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
if HTTPS:
    SESSION_COOKIE_NAME = "__Host-session"
    CSRF_COOKIE_NAME = "__Host-csrf"
    SECURE_SSL_REDIRECT = True
    SECURE_HSTS_SECONDS = 365 * 24 * 3600
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
if PROXIES:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
CSRF_FAILURE_VIEW = "goldthread.notes.session.form_expired"
X_FRAME_OPTIONS = "DENY"
# Nothing is told to other sites. Not "no-referrer": browsers then send "Origin: null"
# with our own forms, and the CSRF check rightly refuses them.
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

# Limits on what a request may carry. Uploads are streamed to disk above 1 MB.
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_000_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 1_000
DATA_UPLOAD_MAX_NUMBER_FILES = 200
FILE_UPLOAD_MAX_MEMORY_SIZE = 1_000_000
FILE_UPLOAD_PERMISSIONS = 0o600

# Work in the background: a queue in the same database, and one worker.
TASKS = {
    "default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "class": "goldthread.config.logs.Line",
            "format": "%(asctime)s %(levelname)s %(name)s %(message)s",
        }
    },
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
}

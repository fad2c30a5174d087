"""The site's settings for a benchmark: files collected as in production, and floors of its own."""

import os

os.environ["ROLESITE_ENV"] = "test"

from rolesite.settings import *  # noqa: F403
from rolesite.settings import MIDDLEWARE

if os.environ.get("BENCHMARK_GZIP"):  # in place of nginx
    MIDDLEWARE.insert(0, "django.middleware.gzip.GZipMiddleware")

ROOT_URLCONF = "benchmarks.bare_views"
STATIC_ROOT = os.environ["BENCHMARK_STATIC"]  # type: ignore[assignment]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = False
WHITENOISE_KEEP_ONLY_HASHED_FILES = True

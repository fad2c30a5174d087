"""The site's settings for a benchmark: files collected as in production, and floors of its own."""

import os

os.environ["ROLESITE_ENV"] = "test"

from rolesite.settings import *  # noqa: F403

ROOT_URLCONF = "benchmarks.bare_views"
STATIC_ROOT = os.environ["BENCHMARK_STATIC"]  # type: ignore[assignment]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = False
WHITENOISE_KEEP_ONLY_HASHED_FILES = True

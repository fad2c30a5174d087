"""The site's settings, told that this is a test."""

import os
import tempfile

os.environ["ROLESITE_ENV"] = "test"

from rolesite.settings import *  # noqa: F403
from rolesite.settings import DATABASES, MIDDLEWARE

# Every GET of every test shows that a GET writes nothing.
MIDDLEWARE = ["tests.read_only.ReadOnlyMiddleware", *MIDDLEWARE]

# Nothing is collected: files come from where they are written.
STATIC_ROOT = None  # type: ignore[assignment]
# And nothing is listed beforehand, which every client of every test would wait for.
WHITENOISE_AUTOREFRESH = True

if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # A file, as on a real site: in memory all threads of the live server would share one
    # connection, and with it one transaction. The process id keeps two test runs apart.
    DATABASES["default"]["TEST"] = {
        "NAME": f"{tempfile.gettempdir()}/rolesite-test-{os.getpid()}.sqlite3"
    }
    # Tests kill no process that uses this file; those of tests/faults have a site of their own.
    DATABASES["default"]["OPTIONS"]["init_command"] += "PRAGMA synchronous=OFF;"

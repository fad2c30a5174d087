"""The WSGI entry point for any server: ``rolesite.wsgi:application``."""

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rolesite.settings")
django.setup(set_prefix=False)

from web.public_pages import SiteHandler  # noqa: E402  needs the settings
from web.retry import limit_waiting  # noqa: E402

limit_waiting()

# ``manage.py serve`` says how many requests a process works on at a time.
application = SiteHandler(int(os.environ.get("ROLESITE_THREADS", 0)))

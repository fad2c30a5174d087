"""The WSGI entry point that any server runs: ``rolesite.wsgi:application``."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rolesite.settings")

application = get_wsgi_application()

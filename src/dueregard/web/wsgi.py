"""The door for web servers: `gunicorn dueregard.web.wsgi`."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dueregard.web.settings")
application = get_wsgi_application()

"""Entry point of the web workers."""

from __future__ import annotations

import os

from django.core.wsgi import get_wsgi_application

from truetonne.config.supervision import watch_parent

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "truetonne.config.settings")
watch_parent(environ=os.environ)

application = get_wsgi_application()

"""The door a web server opens."""

import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.db import connections

from goldthread.config.gates import refuse_an_incomplete_policy
from goldthread.web import one_version

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "goldthread.config.settings")

application = get_wsgi_application()
if not settings.PUBLIC_ONLY:  # whose few addresses are all for everybody
    refuse_an_incomplete_policy()
one_version.at_start()
connections.close_all()  # the server's processes are forked from here, each opens its own

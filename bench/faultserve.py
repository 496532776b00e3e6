"""Serves the site on a port as `manage.py up` does, once everything is prepared."""

import sys

import django
from django.conf import settings

from studyapp.serving import serve

if __name__ == "__main__":
    django.setup()
    serve(settings.WSGI_APPLICATION, int(sys.argv[1]), open_browser=False)

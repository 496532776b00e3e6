"""The site's own settings, with one bare view added to compare against."""

from studyapp.settings import *  # noqa: F403 (that is what a settings module does)

ROOT_URLCONF = "bench.urls"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

"""How often something failed lately: so that nobody can try for ever."""

from django.db import models


class Throttle(models.Model):
    """A bucket of domain.throttling. `key` is a keyed hash: it tells neither the address nor the person."""

    key = models.CharField(max_length=64, unique=True)
    level = models.FloatField()
    at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return self.key[:8]

"""Django's PostgreSQL backend, but that a kept connection is looked at before a request, not asked.

`CONN_HEALTH_CHECKS` asks `SELECT 1` of the server before every request: a tenth of what a save costs. A
server that goes says so to each of its connections, and a silent one has nothing to read; so a look at the
socket tells the same. Where a network vanishes without a word, both wait for the same time limit.
"""

import selectors

from django.db.backends.postgresql import base


class DatabaseWrapper(base.DatabaseWrapper):
    """What `ENGINE = "studyapp.postgres"` names."""

    health_check_enabled: bool  # Django sets both as it connects; django-stubs knows neither
    health_check_done: bool

    def close_if_health_check_failed(self) -> None:
        """Close the connection if the server has left it: the next query makes a new one."""
        if self.connection is None or not self.health_check_enabled or self.health_check_done:
            return
        if self.connection.closed or _can_be_read(self.connection.fileno()):
            self.close()
        self.health_check_done = True


def _can_be_read(number: int) -> bool:
    """Whether something came, or the end, on a connection that waits for nothing."""
    with selectors.DefaultSelector() as selector:
        selector.register(number, selectors.EVENT_READ)
        return bool(selector.select(timeout=0))

"""Django's PostgreSQL backend, with two differences.

A kept connection is looked at before a request, not asked.
`CONN_HEALTH_CHECKS` asks `SELECT 1` of the server before every request: a tenth of what a save costs. A
server that goes says so to each of its connections, and a silent one has nothing to read; so a look at the
socket tells the same. Where a network vanishes without a word, both wait for the same time limit.

What counts over many rows is planned anew each time. A statement that is prepared gets, from its sixth time
on, a plan for any values at all, if the server believes that to be as good. For a look along an index it is;
for the figures of a class it was not, and a page of 0.1 seconds took 54. A union of what one learner has,
where every part is such a look, takes ten times as long to plan as to answer, and says so in its first words.
"""

import selectors
from typing import Any

from django.db.backends.postgresql import base

FEW = "/* few rows */ "  # queries.prepared writes it


class Cursor(base.ServerBindingCursor):
    """Of what is asked again, it has only planned once what looks up rows."""

    def execute(self, query: Any, params: Any = None, *, prepare: bool | None = None, **more: Any) -> Any:
        """As psycopg has it."""
        if prepare is None and isinstance(query, str) and _counts(query):
            prepare = False
        return super().execute(query, params, prepare=prepare, **more)  # type: ignore[misc]  # django-stubs knows no psycopg 3


class DatabaseWrapper(base.DatabaseWrapper):
    """What `ENGINE = "studyapp.postgres"` names."""

    health_check_enabled: bool  # Django sets both as it connects; django-stubs knows neither
    health_check_done: bool

    def get_connection_params(self) -> dict[str, Any]:
        """Django's, with the cursor above where values travel beside their statement."""
        params: dict[str, Any] = super().get_connection_params()
        if params["cursor_factory"] is base.ServerBindingCursor:
            params["cursor_factory"] = Cursor
        return params

    def close_if_health_check_failed(self) -> None:
        """Close the connection if the server has left it: the next query makes a new one."""
        if self.connection is None or not self.health_check_enabled or self.health_check_done:
            return
        if self.connection.closed or _can_be_read(self.connection.fileno()):
            self.close()
        self.health_check_done = True


def _counts(query: str) -> bool:
    """Whether a statement counts in groups, or is a union of Django's: those alone begin with a bracket.

    None that says it comes to few rows.
    """
    return not query.startswith(FEW) and (query.startswith("(") or " GROUP BY " in query)


def _can_be_read(number: int) -> bool:
    """Whether something came, or the end, on a connection that waits for nothing."""
    with selectors.DefaultSelector() as selector:
        selector.register(number, selectors.EVENT_READ)
        return bool(selector.select(timeout=0))

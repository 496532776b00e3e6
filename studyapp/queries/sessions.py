"""Django's sessions in the database, read by a statement that is built once: every page begins with it."""

from typing import Any

from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.utils import timezone

from studyapp.queries.prepared import rows_of


class SessionStore(db.SessionStore):
    """What `SESSION_ENGINE` names; it writes as Django's does."""

    def load(self) -> dict[str, Any]:
        """What the session holds; nothing, and no key, of one that is not there or is over."""
        found = rows_of(
            "session",
            {"key": self.session_key or "", "now": timezone.now()},
            lambda own: Session.objects.filter(
                session_key=own["key"], expire_date__gt=own["now"]
            ).values_list("session_data"),
        )
        if found:
            return self.decode(found[0][0])
        self._session_key = None
        return {}

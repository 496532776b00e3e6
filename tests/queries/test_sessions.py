"""A session says what it holds, until it is over."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from studyapp.queries.sessions import SessionStore

pytestmark = pytest.mark.django_db


def kept() -> str:
    """The key of a session that holds a word."""
    session = SessionStore()
    session["word"] = "kept"
    session.save()
    assert session.session_key is not None
    return session.session_key


def test_a_session_holds_what_was_put_there(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    first, second = kept(), kept()
    SessionStore(second)["word"] = "another"
    with django_assert_num_queries(2):
        assert [dict(SessionStore(key).items()) for key in (first, second)] == [{"word": "kept"}] * 2


def test_a_session_that_is_over_or_never_was_holds_nothing_and_loses_its_key() -> None:
    over = kept()
    Session.objects.filter(pk=over).update(expire_date=timezone.now() - timedelta(seconds=1))
    for key in (over, "0" * 32):
        session = SessionStore(key)
        assert not session.items()
        assert session.session_key is None
    nobody = SessionStore()
    assert not nobody.items()
    assert nobody.session_key is None


def test_what_was_changed_by_hand_holds_nothing() -> None:
    key = kept()
    Session.objects.update(session_data="forged")
    assert not SessionStore(key).items()

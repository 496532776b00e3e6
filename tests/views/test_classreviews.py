"""A class's own question on the review page: answered there, said whose it is, and closed to all others."""

from typing import Any

import pytest
from django.test import Client

from studyapp.actions import memberships
from studyapp.models import Answer, Memory, Review
from tests.factories.classreviews import Missed, missed_own, own_memory
from tests.factories.classwork import who
from tests.factories.study import NOON, right
from tests.views.pagefaults import page_faults
from tests.views.visitors import filled, look, send, signed_in

pytestmark = pytest.mark.django_db

REVIEW = "/review/"


@pytest.fixture
def found() -> Missed:
    """The class's question is all that the one who missed it has to review."""
    made = missed_own()
    Memory.objects.exclude(question=made.question).delete()
    return made


def sent(client: Client, found: Missed, form: Any = None) -> Any:
    """The right answer, as the page would send it."""
    memory = own_memory(found)
    action = f"/review/{memory.pk}/{memory.reviews}/question/"
    form = form or look(client, REVIEW).form(action)
    version = found.question.current
    assert version is not None
    return send(client, action, filled(form, version, right(version), confidence="sure"))


def test_it_is_answered_like_any_other_and_belongs_to_the_class(found: Missed) -> None:
    client = signed_in(found.learner)
    done = sent(client, found)
    review = Review.objects.get()
    assert (done.status_code, done.headers["Location"]) == (302, f"{REVIEW}?shown={review.pk}")
    assert review.answer is not None
    assert (review.answer.question, review.answer.place) == (found.question, "review")
    shown = look(client, done.headers["Location"])
    assert page_faults(shown) == []
    assert "A question of your class: if it seems wrong, tell your teacher." in shown.root.text
    assert "Report this question" not in shown.root.text
    assert client.get(f"/reports/new/?version={review.answer.version_id}&place=review").status_code == 404


def test_of_others_and_after_the_class_nothing_opens(found: Missed) -> None:
    client, mate = signed_in(found.learner), signed_in(who(found.mate))
    memory = own_memory(found)
    form = look(client, REVIEW).form(f"/review/{memory.pk}/0/question/")
    assert sent(mate, found, form).status_code == 404
    shown = sent(client, found).headers["Location"]
    assert (client.get(shown).status_code, mate.get(shown).status_code) == (200, 404)
    gone = own_memory(found)
    before = Answer.objects.count()
    memberships.leave(membership=found.place, now=NOON)
    assert client.get(shown).status_code == 404
    assert look(client, REVIEW).root.find("form", class_="question") == []
    for what in ("bury", "suspend", "back"):
        assert client.post(f"/review/{gone.pk}/{what}/").status_code == 404
    assert Answer.objects.count() == before


def test_the_result_of_a_set_offers_and_then_says_it() -> None:
    found = missed_own()
    client, session = signed_in(found.learner), found.learner.practice.get()
    path = f"/practice/{session.pk}/"
    assert "What you missed joined your reviews by itself." in look(client, path).root.text
    Memory.objects.all().delete()
    assert "Put 2 into my reviews" in look(client, path).root.text
    told = client.post(f"{path}queue/", follow=True).content.decode()
    assert "2 questions are new in your reviews." in told
    assert Memory.objects.filter(learner=found.learner).count() == 2

"""The example of a second course: it is sound, and nothing of the first shows on any of its pages."""

import html
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from studyapp.actions import exams
from studyapp.actions.lessons import finish
from studyapp.actions.publish import publish
from studyapp.domain.documents import AtLeast, CourseInfo
from studyapp.models import Learner, Lesson
from tests.factories.classes import ClassExamFactory, class_cast
from tests.factories.classwork import assigned
from tests.factories.course import small_course, write
from tests.factories.live import brought_to, evening
from tests.factories.people import LearnerFactory
from tests.factories.study import NOON, attempt_of, missed, quiz_of
from tests.factories.work import staff
from tests.views.visitors import signed_in

pytestmark = pytest.mark.django_db

ROOT = Path(settings.BASE_DIR) / "docs" / "examples" / "mail"
UNREAD = re.compile(r' class="[^"]*"')  # d-aws is a colour
LINK = re.compile(r'href="(/[^"#]*)')
WORDS = re.compile(
    r"\bAWS\b|Amazon|ANS-C01|\b4\.3\b|network encryption|Advanced Networking|Direct Connect|MACsec"
    r"|\bVPNs?\b|\bVPC|\bRDS\b|data on the wire",
    re.IGNORECASE,
)
STARTS = ("/", "/search/?q=mail", "/nowhere/", "/offline/", "/manifest.webmanifest", "/keys/", "/reports/all/")
LEFT = re.compile(r"/account/sign-out|/account/data|/static/|/paths/sandbox/")


@pytest.fixture
def second() -> None:
    assert publish(ROOT, now=NOON).problems == ()


def pages(client: Client, *more: str) -> Iterator[tuple[str, str]]:
    """Every page that links lead to, with its address; of addresses that differ in their query alone, three."""
    waiting, met = [*STARTS, *more], {*STARTS, *more}
    seen: dict[str, int] = {}
    while waiting:
        address = waiting.pop()
        response = client.get(address)
        if response.status_code == 302:
            found = [response.headers["Location"]]
        elif response.streaming or not response.headers["Content-Type"].startswith("text/"):
            continue
        else:
            text = html.unescape(UNREAD.sub("", response.content.decode()))
            yield address, text
            found = [html.unescape(link) for link in LINK.findall(response.content.decode())]
        for link in found:
            path = link.partition("?")[0]
            if link in met or LEFT.match(link) or seen.get(path, 0) >= 3:
                continue
            met.add(link)
            seen[path] = seen.get(path, 0) + 1
            waiting.append(link)


def strangers(client: Client) -> dict[str, list[str]]:
    """Words of the first course, by the page they stand on."""
    return {address: found for address, text in pages(client) if (found := WORDS.findall(text))}


def test_a_word_of_the_first_course_is_found_where_it_is() -> None:
    """On its own pages the walk finds them: so that it can fail."""
    client = Client()
    text = dict(pages(client))["/"]
    assert "Learn what protects data on the wire" in text
    assert "/lessons/first/" in strangers(client)  # it tells of MACsec


def test_the_second_course_is_sound() -> None:
    call_command("check_content", root=ROOT, no_color=True)


def test_every_key_of_a_course_is_told() -> None:
    guide = (ROOT.parents[1] / "second-course.md").read_text("utf-8")
    told = set(CourseInfo.model_fields) - {"file", "line"} | set(AtLeast.model_fields)
    assert {key for key in told if f"`{key}`" not in guide} == set()


def test_a_course_without_paths_has_no_path_lab_in_its_menu(tmp_path: Path) -> None:
    assert Client().get("/").content.count(b'href="/paths/"') == 2
    files = small_course()
    del files["paths/web.yaml"]
    assert publish(write(tmp_path, files), now=NOON).problems == ()
    assert b'href="/paths/"' not in Client().get("/").content


@pytest.mark.usefixtures("second")
def test_a_visitor_meets_nothing_of_the_first_course() -> None:
    client = Client()
    assert strangers(client) == {}
    shown = dict(pages(client))
    assert "Learn who can read your mail on its way" in shown["/"]
    assert "Load balancer" not in shown["/"]
    assert '<p>Mail on the wire</p>' in shown["/lessons/"]
    assert "Objective of a short test of our own, in our words" in shown["/lessons/"]
    assert "An example of a second course." in shown["/paths/writer-to-reader/"]
    assert "/paths/writer-to-reader/challenges/every-hop-under-tls/" in shown
    assert "/exams/short/" in shown


def busy(learner: Learner) -> tuple[str, ...]:
    """One of everything for somebody who learns, teaches and is staff; addresses that nothing links to."""
    finish(learner=learner, lesson_id=Lesson.objects.get(slug="three-hops").pk, now=NOON)
    quiz = quiz_of(learner, objectives=["K1"], size=2)
    missed(quiz)
    exams.submit(attempt=attempt_of(learner, slug="short", now=NOON), now=NOON)
    running = attempt_of(learner, slug="short", now=timezone.now())
    cast = class_cast(learner)
    assigned(cast.classroom, "lesson", task={"lesson": "optional-tls"})
    ClassExamFactory.create(classroom=cast.classroom)
    live = evening(slug="mail-no-fallback", cast=cast)
    brought_to(live.question, "revealed")
    room, own = f"/live/{live.room.code}/", f"/classes/{cast.classroom.pk}/"
    return (
        f"/practice/{quiz.pk}/",
        f"/attempts/{running.pk}/?q=1",
        *(f"{room}{page}" for page in ("report/", "control/", "projector/")),
        *(f"{own}{page}" for page in ("grid/", "attention/", "picture/", "gradebook/", "exams/new/")),
    )


@pytest.mark.usefixtures("second")
def test_whoever_learns_teaches_and_keeps_it_meets_nothing_of_the_first_course() -> None:
    learner = LearnerFactory.create(user=staff())
    client = signed_in(learner)
    more = busy(learner)
    assert {address: client.get(address).status_code for address in more} == dict.fromkeys(more, 200)
    shown = dict(pages(client, *more))
    assert {address: found for address, text in shown.items() if (found := WORDS.findall(text))} == {}
    assert len(shown) > 80
    kinds = {re.sub(r"\d+", "N", address.partition("?")[0]) for address in shown}
    wanted = {"/attempts/N/report/", "/keys/short/", "/classes/N/people/", "/plan/", "/progress/", "/review/"}
    assert wanted - kinds == set()

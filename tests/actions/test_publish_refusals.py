"""Publishing is all or nothing: after a fault, a crash or another publication nothing is done by half."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from threading import Barrier, BrokenBarrierError
from typing import Any

import pytest
from django.db import connections

import studyapp.actions.content as storing
import studyapp.actions.publish as publishing
from studyapp.actions.content import store
from studyapp.actions.publish import Outcome, publish
from studyapp.domain.coherence import check
from studyapp.models import QuestionVersion, Release
from tests.actions.editedcourse import (
    EDITS,
    SPARES,
    Files,
    all_rows,
    changed_course,
    edited,
    publish_files,
    spare_course,
)
from tests.factories.course import small_course, write
from tests.factories.study import NOON


def unknown_key(files: Files) -> Files:
    return edited(files, "exams/mini.yaml", "minutes: 8", "minutes: 8\nminuts: 8")


def no_such_lesson(files: Files) -> Files:
    return edited(files, "cards/k1.md", "lesson: first", "lesson: nowhere")


def file_gone(files: Files) -> Files:
    return {path: text for path, text in files.items() if path != "lessons/030-third.md"}


def id_twice(files: Files) -> Files:
    return {**files, "questions/spare/q-k1-1.md": files["questions/k1/q-k1-1.md"]}


def raw_html(files: Files) -> Files:
    return edited(files, "glossary.md", "one Ethernet hop", "one<br>hop")


def two_faults(files: Files) -> Files:
    return no_such_lesson(raw_html(files))


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("spoil", "told"),
    [
        (unknown_key, ["exams/mini.yaml:4: unknown key 'minuts'; did you mean 'minutes'?"]),
        (no_such_lesson, ["cards/k1.md:1: there is no lesson 'nowhere'"]),
        (
            file_gone,
            [
                "cards/spare.md:1: there is no lesson 'third'",
                "course.yaml:1: there is no lesson 'third'",
                "questions/spare/x-spare.md:1: there is no lesson 'third'",
            ],
        ),
        (
            id_twice,
            [
                "questions/spare/q-k1-1.md:1: question 'q-k1-1' is given twice "
                "(first in questions/k1/q-k1-1.md:1)"
            ],
        ),
        (raw_html, ["glossary.md:4: raw HTML is not allowed: <br>"]),
        (
            two_faults,
            ["cards/k1.md:1: there is no lesson 'nowhere'", "glossary.md:4: raw HTML is not allowed: <br>"],
        ),
    ],
)
def test_a_fault_anywhere_leaves_everything_as_it_was(
    tmp_path: Path, spoil: Callable[[Files], Files], told: list[str]
) -> None:
    publish_files(tmp_path / "before", spare_course())
    before = all_rows()
    good_in_part = changed_course(EDITS[:2], lost=SPARES[:1])
    outcome = publish_files(tmp_path / "after", spoil(good_in_part))
    assert not outcome.changed
    assert [str(problem) for problem in outcome.problems] == told
    assert all_rows() == before


@pytest.mark.django_db
def test_a_file_that_is_not_utf8_leaves_everything_as_it_was(tmp_path: Path) -> None:
    before = all_rows()
    write(tmp_path, edited(small_course(), *EDITS[0]))
    (tmp_path / "glossary.md").write_bytes(b"## MACsec\n\xff\n")
    outcome = publish(tmp_path, now=NOON)
    assert [str(problem) for problem in outcome.problems] == [
        "glossary.md:2: byte 0xff is not UTF-8; save the file as UTF-8"
    ]
    assert all_rows() == before


@pytest.mark.django_db
def test_an_unreadable_file_is_told_even_if_the_rest_is_published_already(tmp_path: Path) -> None:
    write(tmp_path, small_course())
    (tmp_path / "cards" / "more.md").write_bytes(b"\xff")
    outcome = publish(tmp_path, now=NOON)
    assert [problem.file for problem in outcome.problems] == ["cards/more.md"]


@pytest.mark.django_db
def test_a_folder_that_is_not_there_leaves_everything_as_it_was(tmp_path: Path) -> None:
    before = all_rows()
    outcome = publish(tmp_path / "gone", now=NOON)
    assert [str(problem) for problem in outcome.problems] == ["course.yaml:1: the file is missing"]
    assert all_rows() == before


class Crash(Exception):
    """The power went."""


@pytest.mark.django_db
@pytest.mark.parametrize(
    "step",
    ["_store_lessons", "_store_cards", "_store_questions", "_store_versions", "_store_exams", "_retire"],
)
def test_a_crash_in_the_middle_leaves_everything_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    publish_files(tmp_path / "before", spare_course())
    before = all_rows()
    work = getattr(storing, step)

    def half_done(*args: object, **options: object) -> None:
        work(*args, **options)
        raise Crash

    monkeypatch.setattr(storing, step, half_done)
    files = changed_course(EDITS, lost=SPARES)
    with pytest.raises(Crash):
        publish_files(tmp_path / "after", files)
    assert all_rows() == before
    monkeypatch.setattr(storing, step, work)
    assert publish(tmp_path / "after", now=NOON).retired == len(SPARES)


@pytest.mark.django_db
def test_a_crash_at_the_very_end_leaves_everything_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = all_rows()

    def no_release(**_: object) -> None:
        raise Crash

    monkeypatch.setattr(Release.objects, "create", no_release)
    with pytest.raises(Crash):
        publish_files(tmp_path / "after", changed_course(EDITS, lost=()))
    assert all_rows() == before


@pytest.mark.django_db
def test_what_another_process_has_published_meanwhile_is_not_published_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, changed_course(EDITS, lost=()))
    others: list[Outcome] = []

    def look_while_another_publishes(*args: Any, **options: Any) -> Any:
        monkeypatch.setattr(publishing, "check", check)
        others.append(publish(tmp_path, now=NOON))
        return check(*args, **options)

    monkeypatch.setattr(publishing, "check", look_while_another_publishes)
    assert publish(tmp_path, now=NOON) == Outcome()
    assert [other.changed for other in others] == [True]
    assert Release.objects.count() == 2


def test_two_publications_at_once_make_one_release(
    published: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, changed_course(EDITS, lost=()))
    before, versions = Release.objects.count(), QuestionVersion.objects.count()
    together = Barrier(2)

    def wait_and_store(*args: Any, **options: Any) -> Any:
        with suppress(BrokenBarrierError):  # one that stores alone has been let in alone, as it should be
            together.wait(timeout=0.5)
        return store(*args, **options)

    def start(_: int) -> Outcome:
        try:
            return publish(tmp_path, now=NOON)
        finally:
            connections.close_all()

    monkeypatch.setattr(publishing, "store", wait_and_store)
    with ThreadPoolExecutor(2) as pool:
        outcomes = list(pool.map(start, range(2)))
    assert sorted(outcome.changed for outcome in outcomes) == [False, True]
    assert Release.objects.count() == before + 1
    assert QuestionVersion.objects.count() == versions + 5

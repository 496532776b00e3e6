"""Publishing: twice is once, and the same course under other file names is the same."""

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import studyapp.actions.publish as publishing
from studyapp.actions.publish import Outcome, publish
from studyapp.models import QuestionVersion, Release
from tests.actions.editedcourse import (
    EDITS,
    SPARES,
    all_rows,
    changed_course,
    content_rows,
    edited,
    ids,
    publish_files,
    shown_versions,
    spare_course,
)
from tests.factories.course import small_course, write
from tests.factories.study import NOON, rolled_back

pytestmark = pytest.mark.django_db

edits = st.lists(st.sampled_from(EDITS), unique=True)
losses = st.lists(st.sampled_from(SPARES), unique=True)


def test_a_publication_tells_what_it_did(tmp_path: Path) -> None:
    one = publish_files(tmp_path / "one", spare_course())
    assert (one.problems, one.changed, one.new_versions, one.retired) == ((), True, 2, 0)
    two = publish_files(tmp_path / "two", edited(small_course(), *EDITS[0]))
    assert (two.problems, two.changed, two.new_versions, two.retired) == ((), True, 1, 6)


def test_warnings_do_not_keep_a_course_from_being_published(tmp_path: Path) -> None:
    old = edited(small_course(), "questions/k1/q-k1-1.md", "checked: 2026-11-01", "checked: 2026-01-01")
    outcome = publish_files(tmp_path / "old", old)
    assert outcome.changed
    assert "questions/k1/q-k1-1.md:1: a source was last checked on 2026-01-01, 327 days ago" in [
        str(warning) for warning in outcome.warnings
    ]


def test_publishing_twice_is_publishing_once(tmp_path: Path) -> None:
    publish_files(tmp_path / "one", spare_course())
    once = all_rows()
    assert publish(tmp_path / "one", now=NOON) == Outcome()
    assert publish_files(tmp_path / "elsewhere", spare_course()) == Outcome()
    assert all_rows() == once


def test_what_is_published_already_is_not_even_parsed(
    small_content: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delattr(publishing, "parse")
    assert publish(small_content, now=NOON) == Outcome()
    assert Release.objects.count() == 1


def test_new_rendering_code_publishes_the_same_texts_again(
    small_content: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = content_rows()
    (tmp_path / "markup.py").write_text("# something else\n")
    monkeypatch.setattr(publishing, "CODE_ROOT", tmp_path)
    outcome = publish(small_content, now=NOON)
    assert (outcome.changed, outcome.new_versions, outcome.retired) == (True, 0, 0)
    assert content_rows() == before
    assert Release.objects.count() == 2


def test_a_better_rendering_of_the_same_text_is_the_same_version(small_content: Path) -> None:
    before = content_rows()
    Release.objects.update(digest="of older code")
    QuestionVersion.objects.filter(current_of__slug="q-k1-1").update(stem_html="<p>as it was rendered</p>")
    assert publish(small_content, now=NOON).new_versions == 0
    assert content_rows() == before


@settings(max_examples=10, deadline=None)
@given(changes=edits, lost=losses)
def test_publish_twice_is_publish_once_whatever_was_changed(
    changes: list[tuple[str, str, str]], lost: list[str]
) -> None:
    with rolled_back(), TemporaryDirectory() as folder:
        publish_files(Path(folder, "before"), spare_course())
        publish_files(Path(folder, "after"), changed_course(changes, lost))
        once, releases = content_rows(), Release.objects.count()
        assert publish(Path(folder, "after"), now=NOON) == Outcome()
        assert (content_rows(), Release.objects.count()) == (once, releases)
        Release.objects.update(digest="unknown")  # so that every row is written once more
        again = publish(Path(folder, "after"), now=NOON)
        assert (again.changed, again.new_versions, again.retired) == (True, 0, 0)
        assert content_rows() == once


@settings(max_examples=10, deadline=None)
@given(changes=edits, lost=losses)
def test_a_course_put_back_is_the_course_it_was(changes: list[tuple[str, str, str]], lost: list[str]) -> None:
    with rolled_back(), TemporaryDirectory() as folder:
        publish_files(Path(folder, "before"), spare_course())
        names, versions, shown = ids(), content_rows()["QuestionVersion"], shown_versions()
        between = publish_files(Path(folder, "between"), changed_course(changes, lost))
        assert between.retired == len(lost)
        back = publish_files(Path(folder, "back"), spare_course())
        assert (back.new_versions, back.retired) == (0, 0)
        assert (ids(), shown_versions()) == (names, shown)
        kept = [row for row in content_rows()["QuestionVersion"] if row in versions]
        assert kept == versions
        assert QuestionVersion.objects.count() == len(versions) + between.new_versions


@settings(max_examples=10, deadline=None)
@given(data=st.data())
def test_renamed_files_keep_their_ids_and_versions(data: st.DataObject) -> None:
    names = st.text("abc", min_size=1, max_size=3)
    files = spare_course()
    cards = [path for path in files if path.startswith("cards/")]
    card_names = data.draw(st.lists(names, min_size=len(cards), max_size=len(cards), unique=True))
    numbers = sorted(data.draw(st.sets(st.integers(0, 999), min_size=3, max_size=3)))
    lessons = [path for path in files if path.startswith("lessons/")]
    moved = {path: f"cards/{name}.md" for path, name in zip(cards, card_names, strict=True)}
    moved |= {
        path: f"lessons/{number:03}-{data.draw(names)}.md"
        for path, number in zip(lessons, numbers, strict=True)
    }
    for path in files:
        if path.startswith("questions/"):
            moved[path] = f"questions/{data.draw(names)}/{path.rpartition('/')[2]}"
    with rolled_back(), TemporaryDirectory() as folder:
        publish_files(Path(folder, "before"), files)
        known, versions, shown = ids(), content_rows()["QuestionVersion"], shown_versions()
        outcome = publish_files(
            Path(folder, "after"), {moved.get(path, path): text for path, text in files.items()}
        )
        assert (outcome.problems, outcome.new_versions, outcome.retired) == ((), 0, 0)
        assert ids() == known
        assert (content_rows()["QuestionVersion"], shown_versions()) == (versions, shown)


def test_another_course_takes_the_place_of_this_one_only_if_told_to(tmp_path: Path) -> None:
    files = small_course()
    files["course.yaml"] = files["course.yaml"].replace("id: small", "id: other")
    root = write(tmp_path, files)
    before = all_rows()
    (problem,) = publish(root, now=NOON, another=False).problems
    assert (problem.file, "holds the course 'small', not 'other'" in problem.message) == ("course.yaml", True)
    assert all_rows() == before
    assert publish(root, now=NOON).changed
    assert publish(root, now=NOON, another=False) == Outcome()


def test_a_preview_passes_over_what_is_not_written_yet_and_is_never_taken_for_sound(tmp_path: Path) -> None:
    files = small_course()
    files["lessons/010-first.md"] = files["lessons/010-first.md"].replace("At the next device.", "TODO")
    root = write(tmp_path, files)
    whole = publish(root, now=NOON)
    assert [str(one) for one in whole.problems] == [
        "lessons/010-first.md:17: still to be written: the line says TODO"
    ]
    draft = publish(root, now=NOON, drafts=True)
    assert (draft.problems, draft.unfinished, draft.changed) == ((), whole.problems, True)
    again = publish(root, now=NOON, drafts=True)
    assert (again.unfinished, again.changed) == (whole.problems, False)
    assert publish(root, now=NOON).problems == whole.problems

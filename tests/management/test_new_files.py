"""new_question, new_lesson, new_card, new_path: right in shape, and every place to write is named."""

import re
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from pytest_django import Settings

from studyapp.actions.publish import publish
from studyapp.domain.documents import Question as DocumentQuestion
from studyapp.domain.parsing import parse
from studyapp.management.commands.check_content import examine
from studyapp.models import Card, LabPath, Lesson, Question
from studyapp.queries.contentfiles import read
from tests.conftest import NOW
from tests.factories.course import FILLER, small_course, write

K1 = ["--lesson=first", "--objective=K1"]
KINDS = [("single", "practice"), ("multiple", "practice"), ("ordering", "practice"), ("matching", "practice")]
KINDS += [("single", "exam"), ("multiple", "exam")]


@pytest.fixture
def content(tmp_path: Path, settings: Settings) -> Path:
    settings.CONTENT_ROOT = write(tmp_path / "content", small_course())
    return Path(settings.CONTENT_ROOT)


def run(command: str, *arguments: str) -> str:
    """What the command printed."""
    out = StringIO()
    call_command(command, *arguments, stdout=out)
    return out.getvalue()


def errors(root: Path) -> list[tuple[str, int, str]]:
    """Every error that check_content has."""
    return [(one.file, one.line, one.message) for one in examine(root)[0].errors]


def write_out(file: Path, words: str = "Words") -> None:
    """Do what the author has to do: write where it says TODO."""
    count = iter(range(1000))
    text = re.sub(r"\bTODO\b", lambda _: f"{words}{next(count)}", file.read_text("utf-8"))
    file.write_text(text, "utf-8")


def as_files(root: Path) -> dict[str, bytes]:
    return {
        path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()
    }


@pytest.mark.django_db
@pytest.mark.parametrize(("kind", "pool"), KINDS)
def test_a_question_lacks_nothing_but_words(content: Path, kind: str, pool: str) -> None:
    printed = run("new_question", "fresh", *K1, f"--kind={kind}", f"--pool={pool}")
    file = content / "questions/k1/fresh.md"
    assert printed.splitlines()[0] == f"Written: {file}"
    assert "python3 manage.py check_content" in printed
    assert "Its section is one of: s-the-problem-of-first, s-what-to-remember" in printed
    lines = file.read_text("utf-8").splitlines()
    places = [n for n, line in enumerate(lines, start=1) if "TODO" in line]
    told = [("questions/k1/fresh.md", n, "still to be written: the line says TODO") for n in places]
    found = errors(content)
    assert found[: len(told)] == told
    if pool == "exam":  # which idea it tests is the author's to say
        (rest,) = found[len(told) :]
        assert "no card and no practice question" in rest[2]
        text = file.read_text("utf-8").replace("idea: fresh", "idea: k1-1")
        file.write_text(text, "utf-8")
    assert errors(content) == told
    write_out(file)
    assert errors(content) == []
    assert publish(content, now=NOW).problems == ()
    made = Question.objects.get(slug="fresh")
    assert (made.pool, made.objective_id, made.lesson.slug, made.section) == (
        pool,
        "K1",
        "first",
        "s-the-problem-of-first",
    )
    assert made.current is not None
    assert made.current.kind == kind


@pytest.mark.django_db
def test_a_lesson_is_written_and_listed(content: Path) -> None:
    printed = run("new_lesson", "The “third” lesson: TLS", "--objective=S1")
    file = content / "lessons/030-the-third-lesson-tls.md"
    assert printed.splitlines()[0] == f"Written: {file}"
    # The list of the small course is written in one line, which is left to its author.
    assert "add the-third-lesson-tls to `lessons:`" in printed
    course = content / "course.yaml"
    course.write_text(
        course.read_text("utf-8").replace("[first, second]", "[first, second, the-third-lesson-tls]")
    )
    left = errors(content)
    assert {message for _, _, message in left if "TODO" not in message and "words" not in message} == set()
    assert any(re.search(r"the lesson has \d+ words; it needs 500", message) for _, _, message in left)
    write_out(file)
    file.write_text(f"{file.read_text('utf-8')}\n{FILLER}\n", "utf-8")
    assert errors(content) == []
    assert publish(content, now=NOW).problems == ()
    made = Lesson.objects.get(slug="the-third-lesson-tls")
    assert (made.title, made.position, made.needs) == ("The “third” lesson: TLS", 3, ["second"])


def test_a_lesson_between_two_gets_a_number_between_them(content: Path) -> None:
    course = content / "course.yaml"
    block = course.read_text("utf-8").replace(
        "lessons: [first, second]", "lessons:\n  - first\n  - second\n# end"
    )
    course.write_text(block, "utf-8")
    printed = run("new_lesson", "Between", "--objective=K1", "--after=first")
    assert "Listed in course.yaml." in printed
    assert (content / "lessons/015-between.md").exists()
    assert course.read_text("utf-8").endswith("lessons:\n  - first\n  - between\n  - second\n# end\n")
    run("new_lesson", "Last", "--objective=K1")
    assert course.read_text("utf-8").endswith("  - second\n  - last\n# end\n")
    assert (content / "lessons/030-last.md").exists()
    for number in (11, 12, 13, 14):
        (content / f"lessons/0{number}-x.md").write_text("x", "utf-8")
    with pytest.raises(CommandError, match="No number is free"):
        run("new_lesson", "Squeezed", "--objective=K1", "--after=first")


@pytest.mark.django_db
def test_a_card_stands_at_the_end_of_its_file(content: Path) -> None:
    before = (content / "cards/k1.md").read_text("utf-8")
    run("new_card", "fresh", *K1)
    file = content / "cards/k1.md"
    assert file.read_text("utf-8").startswith(before.rstrip("\n") + "\n\n## fresh\n")
    assert {message for _, _, message in errors(content)} == {"still to be written: the line says TODO"}
    run("new_card", "other", *K1, "--topic=new")
    assert (content / "cards/new.md").read_text("utf-8").startswith("## other\n")
    write_out(file)
    write_out(content / "cards/new.md", "Others")
    assert errors(content) == []
    assert publish(content, now=NOW).problems == ()
    assert Card.objects.filter(slug__in=("fresh", "other"), lesson__slug="first").count() == 2


@pytest.mark.django_db
def test_a_path_has_a_challenge_that_can_be_met(content: Path) -> None:
    run("new_path", "From here to there", *K1)
    file = content / "paths/from-here-to-there.yaml"
    assert {message for _, _, message in errors(content)} == {"still to be written: the line says TODO"}
    write_out(file)
    assert errors(content) == []
    assert publish(content, now=NOW).problems == ()
    assert LabPath.objects.filter(slug="from-here-to-there", retired_at=None).count() == 1


@pytest.mark.parametrize(
    "command",
    [
        ["new_question", "q-k1-1", *K1],
        ["new_question", "!", *K1],
        ["new_question", "fresh", "--lesson=nope", "--objective=K1"],
        ["new_question", "fresh", "--lesson=first", "--objective=K9"],
        ["new_question", "fresh", *K1, "--kind=ordering", "--pool=exam"],
        ["new_question", "fresh", "--objective=K1"],
        ["new_lesson", "First", "--objective=K1"],
        ["new_lesson", "Fresh", "--objective=K1", "--after=nope"],
        ["new_lesson"],
        ["new_card", "card-k1-1", *K1],
        ["new_path", "Web", *K1],
    ],
    ids=" ".join,
)
def test_what_cannot_be_begun_is_told_and_nothing_is_written(content: Path, command: list[str]) -> None:
    before = as_files(content)
    with pytest.raises(CommandError):
        run(*command)
    assert as_files(content) == before


def test_a_file_that_is_there_is_not_overwritten(content: Path) -> None:
    """A question that cannot be read is not known by its id: its file is there all the same."""
    file = content / "questions/k1/fresh.md"
    file.write_text("half a question", "utf-8")
    with pytest.raises(CommandError, match="is there already"):
        run("new_question", "fresh", *K1)
    assert file.read_text("utf-8") == "half a question"


def test_what_is_missing_is_asked_for(content: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    said = {"id: ": "Fresh one", "lesson (first, second): ": "second", "objective (K1, S1): ": "S1"}
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    monkeypatch.setattr("builtins.input", lambda prompt: said.pop(prompt))
    run("new_question")
    assert said == {}
    made = next(one for one in _questions(content) if one.id == "fresh-one")
    assert (made.lesson, made.objectives) == ("second", ("S1",))


def _questions(root: Path) -> tuple[DocumentQuestion, ...]:
    course = parse(read(root)[0]).course
    assert course is not None
    return course.questions


def test_a_heading_that_is_not_written_yet_is_no_section(content: Path) -> None:
    """Else the first thing an author writes in a new lesson would be a fault in its questions."""
    course = content / "course.yaml"
    course.write_text(course.read_text("utf-8").replace("[first, second]", "[first, second, third]"), "utf-8")
    run("new_lesson", "Third", "--objective=K1", "--id=third-one")
    course.write_text(course.read_text("utf-8").replace("third]", "third-one]"), "utf-8")
    run("new_question", "fresh", "--lesson=third-one", "--objective=K1")
    run("new_card", "fresh", "--lesson=third-one", "--objective=K1")
    assert "\nsection:" not in (content / "questions/third-one/fresh.md").read_text("utf-8")
    assert "section" not in (content / "cards/third-one.md").read_text("utf-8")
    messages = {re.sub(r"\d+", "N", message) for _, _, message in errors(content)}
    assert messages == {"still to be written: the line says TODO", "the lesson has N words; it needs N"}

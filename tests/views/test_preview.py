"""While DEBUG is on, a saved content file shows on the next page load; a fault shows instead of the page."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.core.exceptions import MiddlewareNotUsed
from django.http import HttpResponse
from django.test import Client, RequestFactory
from pytest_django import Settings

from studyapp.actions.publish import Outcome
from studyapp.models import Lesson, Release
from studyapp.views.preview import NEWS, ContentPreviewMiddleware, saved_state
from tests.factories.course import small_course, write
from tests.views.pagefaults import page_faults
from tests.views.rows import all_rows, changed
from tests.views.visitors import look, read

pytestmark = pytest.mark.django_db

LESSON = "lessons/010-first.md"
QUESTION = "questions/k1/q-k1-2.md"


@pytest.fixture
def content(tmp_path: Path, settings: Settings) -> Path:
    """A folder of content of one's own, with DEBUG on."""
    settings.DEBUG = True
    settings.CONTENT_ROOT = write(tmp_path / "content", small_course())
    return Path(settings.CONTENT_ROOT)


def preview() -> ContentPreviewMiddleware:
    """The middleware as a starting server makes it."""
    return ContentPreviewMiddleware(lambda request: HttpResponse("the page"))


def load(middleware: ContentPreviewMiddleware, method: str = "GET") -> HttpResponse:
    """One page load."""
    return middleware(RequestFactory().generic(method, "/"))


def save(root: Path, name: str, old: str, new: str) -> None:
    """Edit a file; its time moves on even where the clock of the file system is coarse."""
    path = root / name
    text = path.read_text("utf-8")
    assert old in text
    before = path.stat().st_mtime_ns
    path.write_text(text.replace(old, new), "utf-8")
    os.utime(path, ns=(before, max(path.stat().st_mtime_ns, before + 1)))


def test_it_is_not_used_without_debug(content: Path, settings: Settings) -> None:
    settings.DEBUG = False
    with pytest.raises(MiddlewareNotUsed):
        preview()
    assert "studyapp.views.preview.ContentPreviewMiddleware" not in django_settings.MIDDLEWARE


def test_a_saved_file_shows_on_the_next_page_load(content: Path) -> None:
    pages = Client()

    def heading(middleware: ContentPreviewMiddleware) -> str:
        assert load(middleware).content == b"the page"
        return look(pages, "/lessons/first/").root.find("h1")[0].text

    middleware = preview()
    assert heading(middleware) == "First lesson"
    save(content, LESSON, "title: First lesson", "title: A better title")
    assert heading(middleware) == "A better title"
    save(content, LESSON, "title: A better title", "title: The best title")
    assert heading(middleware) == "The best title"


def test_nothing_changed_publishes_nothing(content: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    middleware = preview()
    load(middleware)
    before = all_rows()

    def never(*_: object, **__: object) -> Outcome:
        raise AssertionError("published although nothing had changed")

    monkeypatch.setattr("studyapp.views.preview.publish", never)
    assert load(middleware).content == b"the page"
    assert changed(before) == {}


def test_only_a_page_load_publishes(content: Path) -> None:
    middleware = preview()
    load(middleware)
    save(content, LESSON, "title: First lesson", "title: A better title")
    before = all_rows()
    for method in ("POST", "HEAD", "OPTIONS"):
        assert load(middleware, method).content == b"the page"
    assert changed(before) == {}
    load(middleware)
    assert Lesson.objects.get(slug="first").title == "A better title"


@pytest.mark.parametrize(
    ("edits", "shown"),
    [
        (
            [(LESSON, "minutes: 5", "minuts: 5"), (QUESTION, "kind: single", "kind: singel")],
            [(f"{LESSON}:6", "minuts: 5"), (f"{QUESTION}:6", "kind: singel")],
        ),
        (
            [(LESSON, "check | q-k1-1", "check | q-none"), (QUESTION, "- [x] Right", "- [ ] Right")],
            [(f"{LESSON}:22", "/// check | q-none"), (f"{QUESTION}:1", "---")],
        ),
    ],
    ids=["parsing", "coherence"],
)
def test_a_fault_is_shown_with_its_line_and_leaves_the_published_as_it_was(
    content: Path, edits: list[tuple[str, str, str]], shown: list[tuple[str, str]]
) -> None:
    middleware = preview()
    load(middleware)
    for name, old, new in edits:
        save(content, name, old, new)
    before = all_rows()
    for _ in range(2):  # it stays until the fault is gone
        response = load(middleware)
        assert response.status_code == 500
        assert page_faults(read(response)) == []
        page = response.content.decode()
        for place, line in shown:
            assert f"<code>{place}</code>" in page
            assert f"<code>{line}</code>" in page
        assert "data-stamp" in page  # it waits for the next save
    assert changed(before) == {}
    assert load(middleware, "POST").content == b"the page"
    assert look(Client(), "/lessons/first/").root.find("h1")[0].text == "First lesson"


def test_what_is_not_written_yet_is_listed_below_the_page(content: Path) -> None:
    save(content, LESSON, "At the next device.", "TODO")
    whole = ContentPreviewMiddleware(lambda request: HttpResponse("<html><body>the page</body></html>"))
    response = load(whole)
    assert response.status_code == 200
    page = response.content.decode()
    assert page.startswith("<html><body>the page")
    assert page.endswith("</script>\n</body></html>")
    assert "Not finished: 1 place, shown while DEBUG is on" in page
    assert f"<code>{LESSON}:17</code> still to be written" in page


def test_an_open_page_learns_of_a_save_and_of_nothing_else(content: Path) -> None:
    middleware = preview()

    def news(stamp: str) -> int:
        return middleware(RequestFactory().get(NEWS, {"v": stamp})).status_code

    before = saved_state()
    assert (news(before), news("")) == (204, 200)
    save(content, LESSON, "title: First lesson", "title: A better title")
    rows = all_rows()
    assert (news(before), news(saved_state())) == (200, 204)
    assert changed(rows) == {}  # asking publishes nothing


def test_parts_and_files_are_left_alone(content: Path) -> None:
    part = ContentPreviewMiddleware(lambda request: HttpResponse("<p>a part</p>"))
    assert load(part).content == b"<p>a part</p>"


def test_after_the_repair_the_pages_are_back(content: Path) -> None:
    middleware = preview()
    save(content, LESSON, "title: First lesson", "title: A better title\nminuts: 5")
    assert load(middleware).status_code == 500
    save(content, LESSON, "\nminuts: 5", "")
    assert load(middleware).content == b"the page"
    assert Lesson.objects.get(slug="first").title == "A better title"


@pytest.mark.parametrize(
    ("edit", "fault"),
    [
        (lambda root: (root / LESSON).write_bytes(b"\xff\xfe"), LESSON),
        (lambda root: (root / LESSON).unlink(), "first"),
        (lambda root: (root / "course.yaml").unlink(), "course.yaml"),
    ],
    ids=["not text", "a lesson gone", "no course"],
)
def test_files_that_cannot_be_read_are_faults_too(
    content: Path, edit: Callable[[Path], object], fault: str
) -> None:
    middleware = preview()
    load(middleware)
    edit(content)
    before = all_rows()
    response = load(middleware)
    assert (response.status_code, fault in response.content.decode()) == (500, True)
    assert changed(before) == {}


def test_a_folder_that_is_not_there_is_a_fault(content: Path, settings: Settings) -> None:
    settings.CONTENT_ROOT = content / "elsewhere"
    assert load(preview()).status_code == 500


def test_a_start_with_what_is_published_already_makes_no_release(content: Path) -> None:
    releases = Release.objects.count()
    load(preview())
    assert Release.objects.count() == releases

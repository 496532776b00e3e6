"""The search for the key in every byte of an exam: seeds that find nothing, and leaks that are found."""

from collections.abc import Callable, Mapping

import pytest
from django.http import HttpRequest, HttpResponse
from pytest_django import Settings

from bench.keywalk import Received as Got
from bench.keywalk import differences, marked_options
from studyapp.domain.versions import key_of
from studyapp.models import Answer, AttemptItem, Exam, Learner

pytestmark = pytest.mark.django_db
SEEDS = (1, 2)

type View = Callable[[HttpRequest], HttpResponse]


def found(seed: int = 1) -> tuple[list[str], int]:
    return differences(seed, Exam.objects.get(slug="mini"))


@pytest.mark.parametrize("seed", SEEDS)
def test_nothing_that_is_received_depends_on_a_key(seed: int) -> None:
    told, looked_at = found(seed)
    assert (told, Learner.objects.count()) == ([], 0)
    assert looked_at > 200


def first_is_right() -> bool:
    """Whether the first option of the first question is the right one."""
    item = AttemptItem.objects.select_related("version").order_by("pk")[0]
    return item.order[0] in key_of(item.version.kind, item.version.body).answer


def in_a_header(get_response: View) -> View:
    def leak(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if request.path.startswith("/attempts/"):
            response.headers["X-Padding"] = "x" * (1 + first_is_right())
        return response

    return leak


def in_the_size(get_response: View) -> View:
    def leak(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if request.path.endswith("/save/") and first_is_right():
            response.content += b" "
        return response

    return leak


def in_the_time(get_response: View) -> View:
    def leak(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if request.path.endswith("/save/") and first_is_right():
            Answer.objects.exists()
        return response

    return leak


def in_a_reason(get_response: View) -> View:
    def leak(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if request.GET.get("q") == "1":
            item = AttemptItem.objects.select_related("version").order_by("pk")[0]
            response.content += item.version.body["choices"][0]["why"].encode()
        return response

    return leak


LEAKS: Mapping[str, Callable[[View], View]] = {
    "in_a_header": in_a_header,
    "in_the_size": in_the_size,
    "in_the_time": in_the_time,
    "in_a_reason": in_a_reason,
}


@pytest.mark.parametrize("leak", LEAKS)
def test_a_leak_is_found(leak: str, settings: Settings) -> None:
    settings.MIDDLEWARE = [f"{__name__}.{LEAKS[leak].__name__}", *settings.MIDDLEWARE]
    assert any(found(seed)[0] for seed in (1, 2, 3))


OPTION = (
    '<label class="option"><input type="radio" name="choice" value="{id}" data-key="{key}" '
    'aria-keyshortcuts="A"{more}><span class="letter" aria-hidden="true">{key}</span>'
    '<span class="option-text">{text}</span></label>'
)


@pytest.mark.parametrize(("more", "count"), [("", 0), (" data-n", 1), ("  ", 1)])
def test_options_may_differ_in_what_is_their_own(more: str, count: int) -> None:
    one = OPTION.format(id="1", key="a", text="TLS <b>1.3</b>", more="")
    other = OPTION.format(id="2", key="b", text="IPsec", more=more)
    assert len(list(marked_options([Got("GET /", one + other, ())]))) == count

"""The path lab at a browser."""

import re
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

import pytest
from django.test import Client

from studyapp.models import Learner, PathAnswer
from tests.factories.paths import SOLVED
from tests.factories.people import LearnerFactory
from tests.factories.study import NOON
from tests.factories.work import DAY, tried
from tests.views.htmlpage import Page
from tests.views.visitors import HTMX, as_guest, look, read, send

pytestmark = pytest.mark.django_db

PATH, CHALLENGE = "/paths/web/", "/paths/web/challenges/every-hop/"
FROM_REVIEW = f"{CHALLENGE}?from=review"
LISTENERS = ("http", "https", "direct")
TARGETS: tuple[dict[str, str], ...] = ({}, {"on": "targets"})


def standing(page: Page) -> dict[str, list[str]]:
    """What the form with the controls would send."""
    (form,) = (form for form in page.forms if "drawn" in form.values)
    return {name: values for name, values in form.values.items() if values}


def words(page: Page) -> str:
    """What the main part of the page says."""
    return page.root.find("main")[0].text


def test_a_path_stands_as_at_its_start() -> None:
    page = look(Client(), PATH)
    assert "Every hop is in the clear." in words(page)
    assert "0 changes from the start" in words(page)
    assert standing(page) == {"drawn": ["1"], "in-listener": ["http"], "hop": ["edge"]}


def test_its_address_says_its_state() -> None:
    page = look(Client(), f"{PATH}?{urlencode(SOLVED)}&hop=edge")
    assert standing(page) == {
        "drawn": ["1"],
        "in-listener": ["https"],
        "on": ["targets"],
        "hop": ["edge"],
    }
    assert "2 changes from the start" in words(page)


def test_an_address_of_another_path_is_taken_as_far_as_it_goes() -> None:
    page = look(Client(), f"{PATH}?drawn=1&in-listener=gone&on=nonsense&hop=nowhere")
    assert standing(page) == {"drawn": ["1"], "in-listener": ["http"], "hop": ["edge"]}


def test_under_htmx_the_lab_alone_comes_and_what_is_to_be_said() -> None:
    response = Client().get(f"{PATH}?{urlencode(SOLVED)}", headers=HTMX)
    html = response.content.decode()
    assert '<form id="lab"' not in html
    assert "<main" not in html
    assert '<div id="lab-said" hx-swap-oob="innerHTML">Every hop is encrypted' in html
    assert "HX-Request" in response.headers["Vary"]
    assert "HX-Request" in Client().get(PATH).headers["Vary"]


@pytest.mark.parametrize("address", [f"{PATH}?", f"{CHALLENGE}?", f"{FROM_REVIEW}&checked=1&"])
def test_what_a_toggle_swaps_is_what_the_whole_page_says_in_that_state(address: str) -> None:
    """Every piece has its place in the page; only what moves is sent, and all that moves is."""
    queries = [urlencode({"drawn": "1", "in-listener": one, **more}) for one in LISTENERS for more in TARGETS]
    pages = {query: Client().get(f"{address}{query}").content.decode() for query in queries}
    rests = set()
    for query, page in pages.items():
        part = Client().get(f"{address}{query}", headers=HTMX).content.decode()
        pieces, said = part.split('<div id="lab-sentence" hx-swap-oob="innerHTML">')
        sentence = said.partition("</div>")[0]
        assert f'<p id="lab-sentence" class="lab-sentence">{sentence}</p>' in page
        rest = page.replace(sentence, "")
        for piece in re.split(r"\n(?=<\w+ hx-swap-oob)", pieces.strip()):
            placed = piece.replace(' hx-swap-oob="true"', "", 1)
            assert rest.count(placed) == 1
            rest = rest.replace(placed, "")
        rests.add(re.sub(r"checked(?=>)|\w{64}|try/[\w-]{36}/", "", rest))
    assert len(rests) == 1


def test_a_path_or_challenge_that_is_not_there() -> None:
    for address in ("/paths/nowhere/", "/paths/web/challenges/nothing/"):
        assert Client().get(address).status_code == 404


def check(client: Client, fields: dict[str, str], address: str = CHALLENGE, **more: Any) -> Any:
    """Press "Check" with these controls."""
    page = look(client, address)
    (button,) = (found for found in page.root.find("button") if found.text == "Check")
    assert button.attrs["name"] == "csrfmiddlewaretoken"
    return send(client, button.attrs["formaction"], fields, **more)


def test_a_try_that_meets_everything() -> None:
    client = Client()
    response = check(client, SOLVED | {"hop": "edge"})
    assert response.status_code == 302
    page = look(client, response.headers["Location"].partition("#")[0])
    assert "Met, with the fewest changes: 2." in words(page)
    assert "Two sessions, one behind the other." in words(page)
    assert "solved in 2, par" in words(page)
    row = PathAnswer.objects.get()
    assert (row.solved, row.hints, row.learner) == (True, 0, Learner.objects.get())


def test_a_try_that_misses_something_says_what_and_keeps_the_controls() -> None:
    client = Client()
    response = check(client, {"drawn": "1", "in-listener": "https", "hints": "1"})
    page = look(client, response.headers["Location"].partition("#")[0])
    assert "Not yet: see what is missing." in words(page)
    assert "Proxy to Application is in the clear: an eavesdropper gets GRE packets" in words(page)
    assert "Two sessions, one behind the other." not in words(page)
    assert standing(page)["in-listener"] == ["https"]
    assert standing(page)["hints"] == ["1"]
    assert "Look at both hops." in words(page)
    row = PathAnswer.objects.get()
    assert (row.solved, row.hints) == (False, 1)


def ways_back(page: Page) -> list[str]:
    """Links of the page itself to the reviews."""
    (main,) = page.root.find("main")
    return [link.text for link in main.find("a") if link.attrs["href"] == "/review/"]


@pytest.mark.parametrize("fields", [SOLVED, {"drawn": "1", "in-listener": "https", "hints": "1"}])
def test_who_came_from_the_reviews_gets_back_there_after_a_try(fields: dict[str, str]) -> None:
    client = Client()
    page = look(client, FROM_REVIEW)
    assert (standing(page)["from"], ways_back(page)) == (["review"], ["Review"])
    response = check(client, fields | {"from": "review"}, FROM_REVIEW)
    checked = look(client, response.headers["Location"].partition("#")[0])
    assert (standing(checked)["from"], ways_back(checked)) == (["review"], ["Review", "Back to your reviews"])
    (start,) = (link for link in checked.root.find("a") if link.text == "Back to the start")
    assert start.attrs["href"] == FROM_REVIEW


@pytest.mark.parametrize(
    "came", ["", "elsewhere", "/review/", "//elsewhere.example", "https://elsewhere.example"]
)
def test_who_came_from_elsewhere_is_not_led_back(came: str) -> None:
    client, query = Client(), urlencode({"from": came})
    response = check(client, SOLVED | {"from": came}, f"{CHALLENGE}?{query}")
    assert "from=" not in response.headers["Location"]
    for address in (response.headers["Location"].partition("#")[0], f"{CHALLENGE}?{query}&checked=1"):
        page = look(client, address)
        assert ("from" in standing(page), ways_back(page)) == (False, [])
        assert "elsewhere" not in Client().get(address).content.decode()


def test_a_path_leads_to_no_reviews() -> None:
    assert ways_back(look(Client(), f"{PATH}?from=review")) == []


def test_more_changes_than_needed_are_told() -> None:
    page = look(Client(), f"/paths/web/challenges/first-hop/?{urlencode(SOLVED)}&checked=1")
    assert "Met, with 2 changes. It can be done with 1." in words(page)


def test_hints_come_one_after_another() -> None:
    client = Client()
    assert "Look at both hops." not in words(look(client, CHALLENGE))
    one, two = (words(look(client, f"{CHALLENGE}?hints={n}")) for n in (1, 2))
    assert "Look at both hops." in one
    assert "The second needs the first." not in one
    assert "The second needs the first." in two
    assert "Another hint" in one
    assert "Another hint" not in two


def test_looking_and_asking_for_hints_is_no_try() -> None:
    client = as_guest(LearnerFactory.create())
    for query in ("?hints=2", f"?{urlencode(SOLVED)}&checked=1"):
        look(client, CHALLENGE + query)
    assert not PathAnswer.objects.exists()


def test_the_list_shows_what_comes_again_and_how_far_one_is() -> None:
    learner = LearnerFactory.create()
    client = as_guest(learner)
    tried(learner, challenge="first-hop", chosen=["https"], now=NOON - 60 * DAY)
    tried(learner, now=NOON - 3 * DAY)
    page = words(look(client, "/paths/"))
    assert "2 challenges to try again" in page
    assert "1 of 2 challenges solved" in page
    assert "to try again" not in words(look(Client(), "/paths/"))


def test_a_stranger_sees_nothing_of_it() -> None:
    tried(LearnerFactory.create(), chosen=["https", "targets"], now=NOON - 60 * DAY)
    stranger = as_guest(LearnerFactory.create())
    assert "not tried yet" in words(look(stranger, PATH))
    assert "due again" not in words(look(stranger, PATH))


def test_a_path_of_ones_own() -> None:
    address = "/paths/sandbox/?speaks=SQL&node=browser&over=internet&node=rds&over=aws"
    page = look(Client(), f"{address}&layer=TLS&from=1&to=2&keys=aws&plain=yes")
    assert "Encrypted only while both ends offer it: Browser to Database on RDS." in words(page)
    response = Client().get(address, headers=HTMX)
    assert response.content.decode().lstrip().startswith('<form id="lab"')
    assert "Every hop is in the clear." in read(response).root.text
    assert "A path needs two nodes at least." in words(
        look(Client(), "/paths/sandbox/?node=browser&over=aws")
    )


def test_an_answer_sent_twice_counts_once() -> None:
    client, token = as_guest(LearnerFactory.create()), uuid4()
    for _ in range(2):
        send(client, f"{CHALLENGE}try/{token}/", SOLVED)
    assert PathAnswer.objects.count() == 1


def test_a_page_weighs_little() -> None:
    for address in ("/paths/", PATH, CHALLENGE, "/paths/sandbox/"):
        assert len(Client().get(address).content) < 80_000


def test_a_path_is_found_by_a_search() -> None:
    page = look(Client(), "/search/?q=proxy&kind=path")
    assert [link.attrs["href"] for link in page.root.find("a") if link.text == "A small web path"] == [PATH]

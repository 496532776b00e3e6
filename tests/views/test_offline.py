"""What the browser is given for the time without network: worker, fallback, manifest, and whose a page is."""

import json
import struct
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from pytest_django import Settings

from tests.cast import Cast
from tests.factories.people import LearnerFactory, UserFactory
from tests.factories.work import Work
from tests.views.addresses import ADDRESSES, IMPERSONAL
from tests.views.entrances import SIGN_OUT, read_a_bit, sign_in, sign_up
from tests.views.states import STATES, Stage
from tests.views.visitors import as_guest, look, send, signed_in

pytestmark = pytest.mark.django_db

STATIC = Path(settings.BASE_DIR) / "static"


def tag_of(client: Client) -> str:
    """For whom the server takes this browser."""
    return str(client.get("/").headers["X-Visitor"])


def test_every_page_names_whom_it_was_made_for_in_its_header_and_in_its_body(cast: Cast, work: Work) -> None:
    responses = {state: ask(Stage(cast, work)) for state, ask in STATES.items()}
    for state, response in responses.items():
        told = f'data-visitor="{response.headers.get("X-Visitor")}"' in response.content.decode()
        # What stands in for a page names nobody, and is kept for nobody.
        assert told == (
            state not in {"offline", "not found", "not to be opened", "bad request", "old form"}
        ), state


def test_a_learner_has_one_name_and_no_two_have_the_same(cast: Cast, work: Work) -> None:
    learners = (cast.owner_learner, cast.classmate_learner)
    tags = [tag_of(client) for client in (cast.owner, cast.classmate, signed_in(cast.owner_learner))]
    assert tags[0] == tags[2] != tags[1]
    assert tag_of(cast.nobody) == "visitor"
    for learner in learners:
        assert not {str(learner.pk), str(learner.key), learner.key.hex} & set(tags)


def test_a_guest_keeps_the_name_as_an_account() -> None:
    """What waits in the browser is sent after signing up too."""
    client = Client()
    assert tag_of(client) == "visitor"
    read_a_bit(client)
    before = tag_of(client)
    assert before != "visitor"
    sign_up(client)
    assert tag_of(client) == before
    send(client, SIGN_OUT)
    assert tag_of(client) == "visitor"
    sign_in(client)
    assert tag_of(client) == before


def test_the_name_hangs_on_no_secret_that_may_be_changed(settings: Settings) -> None:
    learner = LearnerFactory.create()
    before = tag_of(as_guest(learner))
    settings.SECRET_KEY = "another" * 10
    assert tag_of(as_guest(learner)) == before


def test_an_account_without_work_is_not_nobody() -> None:
    clients = [Client(), Client()]
    for client in clients:
        client.force_login(UserFactory.create())
    assert len({"visitor", *map(tag_of, clients)}) == 3


def test_what_is_the_same_for_everybody_names_nobody(cast: Cast, work: Work) -> None:
    for address in ADDRESSES:
        response = address.ask(signed_in(cast.owner_learner), work)
        assert ("X-Visitor" in response.headers) == (address.name not in IMPERSONAL), str(address)


def test_the_first_act_of_a_visitor_gives_a_name() -> None:
    response = send(Client(), "/lessons/first/finish/")
    assert response.headers["X-Visitor"] != "visitor"


def test_whoever_signs_out_leaves_nothing_in_the_browser(cast: Cast, work: Work) -> None:
    clearing = {}
    for address in ADDRESSES:
        response = address.ask(signed_in(cast.owner_learner), work)
        if cleared := response.headers.get("Clear-Site-Data"):
            clearing[address.name] = cleared
    assert clearing == {"sign-out": '"cache", "storage"'}


def test_the_worker_names_every_style_and_script_of_the_site() -> None:
    response = Client().get("/sw.js")
    assert response.headers["Content-Type"] == "text/javascript; charset=utf-8"
    assert response.headers["Cache-Control"] == "no-cache"
    text = response.content.decode()
    site = json.loads(text.split("self.site = ")[1].split(";\n")[0])
    files = {path.relative_to(STATIC).as_posix() for path in STATIC.rglob("*") if path.is_file()}
    wanted = {name for name in files if name.endswith((".css", ".js"))} - {"js/worker.js"}
    wanted -= {"authors/preview.js"}  # of a site with DEBUG on, which nobody visits
    assert site["assets"] == sorted(f"/static/{name}" for name in wanted | {"icons/favicon.svg"})
    assert 'importScripts("/static/js/worker.js");' in text
    for name in ("fallback", "queue", "pack"):
        assert Client().get(site[name]).status_code == 200


def test_what_stands_in_for_a_page_is_the_same_for_everybody_and_sends_nothing(cast: Cast) -> None:
    pages = [client.get("/offline/").content for client in (cast.owner, cast.nobody)]
    assert pages[0] == pages[1]
    page = look(cast.owner, "/offline/")
    assert [form for form in page.forms if form.method == "post" and form.action] == []
    assert cast.owner.get("/offline/").cookies == {}


def test_the_manifest_and_its_icons() -> None:
    response = Client().get("/manifest.webmanifest")
    assert response.headers["Content-Type"] == "application/manifest+json; charset=utf-8"
    manifest = json.loads(response.content)
    assert manifest["name"] == manifest["short_name"] == "In Transit"
    assert (manifest["start_url"], manifest["scope"], manifest["display"]) == ("/", "/", "standalone")
    icons = {(icon["sizes"], icon.get("purpose", "any")): icon["src"] for icon in manifest["icons"]}
    assert set(icons) == {("192x192", "any"), ("512x512", "any"), ("512x512", "maskable")}
    for (size, _), src in icons.items():
        assert size_of(src) == size
    for shortcut in manifest["shortcuts"]:
        assert Client().get(shortcut["url"]).status_code == 200


def test_every_page_names_the_manifest_and_an_icon_for_a_home_screen() -> None:
    links = look(Client(), "/").root.find("link")
    by_rel = {link.attrs["rel"]: link.attrs["href"] for link in links}
    (script,) = look(Client(), "/").root.find("script")
    assert script.attrs["data-manifest"] == "/manifest.webmanifest"  # told of after the first paint
    assert size_of(by_rel["apple-touch-icon"]) == "180x180"


def size_of(src: str) -> str:
    """Width and height of a PNG of the site, from its first chunk."""
    data = (STATIC / src.removeprefix("/static/")).read_bytes()
    assert data[:8] == b"\x89PNG\r\n\x1a\n"
    return "{}x{}".format(*struct.unpack(">II", data[16:24]))

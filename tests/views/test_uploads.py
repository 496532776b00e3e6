"""Files that mean harm, at every address that takes a file: a sentence, and nothing else of it."""

import io
import zipfile
from collections.abc import Sequence
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from studyapp.views.wholebody import FORM
from tests.factories.classes import ClassWork, class_work
from tests.factories.study import rolled_back
from tests.views.classroles import ROLE_ADDRESSES
from tests.views.forged import faults_in
from tests.views.rows import all_rows, changed
from tests.views.visitors import names_of, signed_in

pytestmark = pytest.mark.django_db

LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
LAUGHING = (
    f'<?xml version="1.0"?><!DOCTYPE z [<!ENTITY l0 "ha">{LAUGHS}]><assessmentItem>&l9;</assessmentItem>'
)
INSIDE = "root:"  # how /etc/passwd begins
READING = '<!DOCTYPE z [<!ENTITY a SYSTEM "file:///etc/passwd">]><assessmentItem>&a;</assessmentItem>'
FETCHING = '<!DOCTYPE z SYSTEM "http://127.0.0.1:1/z.dtd"><assessmentItem/>'
PLACES = {"objective": "K1", "lesson": "first"}


def zipped(files: dict[str, bytes]) -> bytes:
    """A package."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return packed.getvalue()


def damaged() -> bytes:
    """A package whose contents do not unpack: what stands where they begin is no beginning."""
    whole = bytearray(zipped({"a.xml": b"<assessmentItem>" + bytes(range(256)) * 40}))
    whole[35:65] = b"\xff" * 30
    return bytes(whole)


HARMFUL: dict[str, bytes] = {
    "a billion laughs": LAUGHING.encode(),
    "a billion laughs, packed": zipped({"a.xml": LAUGHING.encode()}),
    "a file of the server": READING.encode(),
    "a file of the server, packed": zipped({"a.xml": READING.encode()}),
    "a page of the inner network": FETCHING.encode(),
    "a bomb": zipped({"a.xml": b"<a>" + b" " * 50_000_000}),
    "a bomb of many": zipped({f"{n}.xml": b" " * 10_000 for n in range(401)}),
    "a name that climbs": zipped({"../../../../tmp/zap.xml": b"<assessmentItem/>", "/etc/zap.xml": b"<a/>"}),
    "a damaged package": damaged(),
    "the beginning of a package": b"PK\x03\x04" + b"\x00" * 100,
    "a thousand levels": b"<a>" * 1000 + b"</a>" * 1000,
    "a hundred thousand levels": b"<a>" * 100_000,
    "brackets": b"[" * 500_000,
    "braces": b"::a::b{" * 100_000,
    "anchors": b"---\nid: &a [*a]\nx: &b [*a,*a,*a]\n---\n",
    "tags": b"---\n!!python/object/apply:os.system ['true']\n---\n",
    "quotes that never end": b'name,id\n"' + b"a,\n" * 100_000,
    "one long line": b"a" * 900_000,
    "nothing but ends of lines": b"\n" * 900_000,
    "nothing but commas": b"," * 900_000,
    "nul": b"name,id\nOl\x00ga,1\n\x00",
    "half of UTF-16": "name,id\n".encode("utf-16") + b"\xff",
    "no letters": bytes(range(256)) * 100,
    "more than is taken": b"name,id\n" + b"a,1\n" * 300_000,
    "nothing": b"",
}


@pytest.fixture
def room(db: None) -> ClassWork:
    """A class with one of everything."""
    return class_work()


def uploads(room: ClassWork) -> Sequence[tuple[str, str, Client]]:
    """Every address that takes a file, and who may send one."""
    assert room.cast.owner.learner is not None
    owner, found = signed_in(room.cast.owner.learner), []
    for address in ROLE_ADDRESSES:
        if address.method == "GET":
            page = address.ask(owner, room)
            if b'type="file"' in getattr(page, "content", b""):
                found.append((address.name, address.path(room), owner))
    return found


def sent(client: Client, path: str, content: bytes, **more: Any) -> Any:
    """The response to a file."""
    return client.post(path, {"file": SimpleUploadedFile("list.csv", content), **PLACES, **more})


def test_these_are_the_addresses_that_take_files(room: ClassWork) -> None:
    assert {name for name, _, _ in uploads(room)} == {"class-roster", "class-questions-read"}


@pytest.mark.parametrize("harm", HARMFUL)
def test_a_file_that_means_harm_is_answered_with_a_sentence(harm: str, room: ClassWork) -> None:
    for name, path, client in uploads(room):
        with rolled_back():
            before = all_rows()
            response = sent(client, path, HARMFUL[harm])
            assert (name, response.status_code in (302, 422), faults_in(response)) == (name, True, [])
            assert set(changed(before)) <= {"RosterDraft", "QuestionDraft"}
            if response.status_code == 302:
                shown = client.get(response.headers["Location"])
                assert (name, shown.status_code, faults_in(shown)) == (name, 200, [])
                assert INSIDE not in shown.content.decode()


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    begins=st.sampled_from([b"", b"PK\x03\x04", b"<", b"---\n", b"name,id\n", b"::a::", "\ufeff".encode()]),
    content=st.one_of(st.binary(max_size=300), st.text(max_size=200).map(str.encode)),
)
def test_no_file_is_a_fault_of_ours(room: ClassWork, begins: bytes, content: bytes) -> None:
    for name, path, client in uploads(room):
        with rolled_back():
            response = sent(client, path, begins + content)
            assert (name, response.status_code in (302, 422), faults_in(response)) == (name, True, [])


def test_whatever_is_larger_or_more_than_a_file_is_not_read(room: ClassWork) -> None:
    places = uploads(room)
    before = all_rows()
    for _, path, client in places:
        two = {"file": SimpleUploadedFile("a.csv", b"a"), "other": SimpleUploadedFile("b.csv", b"b")}
        huge = {"file": SimpleUploadedFile("a.csv", b"a" * (4 * 1024 * 1024))}
        for response in (client.post(path, two), client.post(path, huge)):
            assert (response.status_code, "400.html" in names_of(response)) == (400, True)
        claims = client.generic("POST", path, b"x", content_type="text/plain", CONTENT_LENGTH="99999999999")
        assert claims.status_code == 400
    # Also where no file is asked for, and by whoever has never been here.
    stray = {"file": SimpleUploadedFile("a.csv", b"a" * (4 * 1024 * 1024))}
    assert Client().post("/account/sign-in/", stray).status_code == 400
    assert changed(before) == {}


@pytest.mark.parametrize("length", ["-1", "nine", "1e9", "٣"])
def test_a_length_that_is_none_is_refused_or_taken_for_nothing(length: str) -> None:
    said: dict[str, Any] = {"content_type": FORM, "CONTENT_LENGTH": length}
    response = Client().generic("POST", "/account/sign-in/", b"username=a", **said)
    assert response.status_code in (400, 422)

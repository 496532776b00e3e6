"""Coming into a class: one answer for all that opens nothing, and a limit that a full room is under."""

import csv
import io
import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from studyapp.actions import classes, memberships
from studyapp.models import Classroom, Learner, Membership, Throttle
from studyapp.views.access import GUEST_SESSION_KEY
from tests.factories.classes import ClassExamFactory, ClassroomFactory, MembershipFactory, class_work
from tests.factories.classwork import who
from tests.factories.people import LearnerFactory, UserFactory
from tests.factories.study import NOON
from tests.views.conftest import Clock
from tests.views.entrances import sign_up
from tests.views.rows import all_rows, changed
from tests.views.visitors import as_guest, look, read, send, signed_in

pytestmark = pytest.mark.django_db


def told(response: object) -> str:
    """A page without what differs at each visit: tokens, and the address that was asked for."""
    return re.sub(r'value="[^"]{64}"|CSRFToken":"[^"]+"|data-visitor="\w+"', "", response.content.decode())  # type: ignore[attr-defined]  # a response of the test client


def test_a_guest_comes_in_with_a_name_and_keeps_the_place_in_an_account() -> None:
    room, client = ClassroomFactory.create(title="Evenings"), Client()
    MembershipFactory.create(classroom=room, role="owner", name="Prof. Olga")
    page = look(client, f"/join/{room.code}/")
    assert "Evenings" in page.root.text
    assert "Prof. Olga" in page.root.text
    assert (
        send(client, f"/join/{room.code}/", {"name": " Leo\u202e  L. "}).headers["Location"]
        == f"/classes/{room.pk}/"
    )
    place = Membership.objects.get(classroom=room, role="learner")
    assert (place.name, place.learner.user if place.learner else 0) == ("Leo L.", None)
    assert "Evenings" in look(client, f"/classes/{room.pk}/").root.text
    sign_up(client, "leo", "correct-horse-battery")
    place.refresh_from_db()
    assert place.learner is not None
    assert place.learner.user is not None
    assert place.learner.user.username == "leo"
    assert client.get(f"/classes/{room.pk}/").status_code == 200


def test_a_typed_code_leads_to_the_door() -> None:
    room = ClassroomFactory.create()
    typed = f" {room.code[:3].lower()}-{room.code[3:6]} {room.code[6:]}"
    assert send(Client(), "/join/", {"code": typed}).headers["Location"] == f"/join/{room.code}/"


def test_wrong_expired_closed_archived_and_used_are_one_answer() -> None:
    expired, closed, archived = ClassroomFactory.create_batch(3)
    Classroom.objects.filter(pk=expired.pk).update(code_expires_at=NOON)
    classes.close_joining(classroom=closed)
    classes.archive(classroom=archived, now=NOON)
    used = MembershipFactory.create(learner=None, joined_at=None, seat_code="S000000001")
    memberships.join(learner=LearnerFactory.create(), code="S000000001", name="", now=NOON)
    codes = ["000000000", expired.code, closed.code, archived.code, "S000000001", "short", "x" * 200]
    client = Client()
    client.get("/join/")
    answers = {
        (response.status_code, told(response))
        for code in codes
        for response in (
            client.get(f"/join/{code}/"),
            send(client, f"/join/{code}/", {"name": "Leo"}),
            send(client, "/join/", {"code": code}),
        )
    }
    assert len(answers) == 1
    assert {status for status, _ in answers} == {422}
    assert used.classroom.title not in next(iter(answers))[1]
    assert Learner.objects.filter(user=None).count() == 1  # trying makes no learner


def test_sixty_people_behind_one_address_come_in_though_each_mistypes_twice() -> None:
    room = ClassroomFactory.create()
    for n in range(60):
        client = Client()
        for _ in range(2):
            assert client.get("/join/000000000/").status_code == 422
        assert send(client, f"/join/{room.code}/", {"name": f"Learner {n}"}).status_code == 302
    assert Membership.objects.filter(classroom=room).count() == 60


def test_one_person_waits_after_twelve_and_the_others_do_not(clock: Clock) -> None:
    room, one = ClassroomFactory.create(), as_guest(LearnerFactory.create())
    statuses = [one.get("/join/000000000/").status_code for _ in range(13)]
    assert statuses == [*[422] * 12, 429]
    refused = one.get(f"/join/{room.code}/")  # a right one tells nothing now
    assert (refused.status_code, refused.headers["Retry-After"]) == (429, "50")
    assert "came from here. Wait 50 seconds, then try again." in read(refused).root.text
    assert Client().get(f"/join/{room.code}/").status_code == 200
    clock.pass_by(minutes=1)
    assert one.get(f"/join/{room.code}/").status_code == 200


def test_one_address_waits_in_the_end_whoever_it_is() -> None:
    room = ClassroomFactory.create()
    statuses = [Client().get("/join/000000000/").status_code for _ in range(241)]
    assert (statuses.count(422), statuses[-1]) == (240, 429)
    elsewhere = Client(REMOTE_ADDR="198.51.100.9")
    assert (
        Client().get(f"/join/{room.code}/").status_code,
        elsewhere.get(f"/join/{room.code}/").status_code,
    ) == (
        429,
        200,
    )
    assert Throttle.objects.count() == 1


def test_an_address_is_taken_from_the_proxy_only_if_there_is_one(settings: object) -> None:
    forged = Client(HTTP_X_FORWARDED_FOR="203.0.113.5, 198.51.100.7")
    for behind, rows in ((False, 1), (True, 2)):
        settings.BEHIND_PROXY = behind  # type: ignore[attr-defined]  # pytest-django's
        forged.get("/join/000000000/")
        Client(HTTP_X_FORWARDED_FOR="198.51.100.7" if behind else "192.0.2.9").get("/join/000000000/")
        assert Throttle.objects.count() == rows


def test_whoever_is_removed_finds_nothing_at_the_next_request() -> None:
    work = class_work()
    assert work.cast.learner.learner is not None
    assert work.cast.owner.learner is not None
    learner, owner = signed_in(work.cast.learner.learner), signed_in(work.cast.owner.learner)
    room = work.cast.classroom.pk
    begun = send(learner, f"/classes/{room}/exams/{work.exam.pk}/", {"access_code": "tram"})
    attempt = begun.headers["Location"].split("?")[0]
    assert learner.get(f"{attempt}?q=1").status_code == 200
    send(owner, f"/classes/{room}/people/{work.cast.learner.pk}/remove/")
    before = all_rows()
    for path in (f"/classes/{room}/", f"/classes/{room}/me/", f"/classes/{room}/exams/{work.exam.pk}/"):
        assert learner.get(path).status_code == 404
    assert learner.get(f"{attempt}?q=1").headers["Location"] == f"{attempt}report/"
    assert learner.get(f"/join/{work.cast.classroom.code}/").status_code == 422
    assert {name for name in changed(before) if name != "Throttle"} == set()
    assert "Evening class" not in look(learner, "/classes/").root.find("main")[0].text
    saved = send(learner, f"{attempt}1/save/", {"choice": "x"})
    assert saved.headers.get("Exam-Save", "closed") == "closed"


def test_the_time_of_a_window_is_that_of_the_class_whoever_looks() -> None:
    room = ClassroomFactory.create(time_zone="Asia/Tokyo")
    owner = MembershipFactory.create(classroom=room, role="owner")
    assert owner.learner is not None
    client = signed_in(owner.learner)
    fields = {"title": "Test", "count-K1": "1", "review": "never", "opens_at": "2026-11-25T09:00"}
    answer = send(client, f"/classes/{room.pk}/exams/new/", fields)
    assert answer.status_code == 302
    exam = room.exams.get()
    assert exam.opens_at == NOON + timedelta(hours=12)
    assert "25 November 2026, 09:00 (Asia/Tokyo)" in look(client, answer.headers["Location"]).root.text


def test_a_form_asks_for_no_more_than_the_pool_holds_and_for_a_window_that_is_one() -> None:
    owner = MembershipFactory.create(role="owner")
    assert owner.learner is not None
    path = f"/classes/{owner.classroom_id}/exams/new/"
    good = {"title": "Test", "count-K1": "1", "review": "never"}
    for bad, sentence in (
        ({"count-K1": "1000"}, "The pool holds"),
        ({"count-K1": "0"}, "Choose at least one question."),
        (
            {"review": "after_window", "closes_at": ""},
            "Keys that wait for the window need a day on which it closes.",
        ),
        ({"opens_at": "2026-11-25T09:00", "closes_at": "2026-11-25T09:00"}, "It must close after it opens."),
        ({"closes_at": "2026-11-20T09:00"}, "This has passed already."),
        ({"review": "always"}, "Select a valid choice"),
    ):
        before = all_rows()
        response = send(signed_in(owner.learner), path, good | bad)
        assert response.status_code == 422
        assert sentence in read(response).root.text
        assert {name for name in changed(before) if name not in {"User", "Session"}} == set()


def test_an_access_code_is_guessed_at_ten_times() -> None:
    place = MembershipFactory.create()
    exam = ClassExamFactory.create(classroom=place.classroom, access_code="tram")
    assert place.learner is not None
    client, path = signed_in(place.learner), f"/classes/{place.classroom_id}/exams/{exam.pk}/"
    for _ in range(10):
        assert send(client, path, {"access_code": "train"}).status_code == 422
    refused = send(client, path, {"access_code": "tram"})
    assert (refused.status_code, refused.headers["Retry-After"]) == (429, "60")
    other = MembershipFactory.create(classroom=place.classroom)
    assert other.learner is not None
    assert send(signed_in(other.learner), path, {"access_code": " TRAM "}).status_code == 302


def test_somebody_signed_in_joins_as_the_account() -> None:
    room, learner = ClassroomFactory.create(), LearnerFactory.create(user=UserFactory.create(username="sam"))
    client = signed_in(learner)
    (form,) = [form for form in look(client, f"/join/{room.code}/").forms if "name" in form.values]
    assert form.values["name"] == ["sam"]
    send(client, f"/join/{room.code}/", {"name": "Sam S."})
    assert Membership.objects.get(classroom=room).learner == learner
    assert GUEST_SESSION_KEY not in client.session


def closed_to_guests() -> tuple[Membership, Classroom]:
    """A class whose owner has switched guests off."""
    owner = MembershipFactory.create(role="owner")
    room, client = owner.classroom, signed_in(who(owner))
    form = look(client, f"/classes/{room.pk}/settings/").form("")
    assert "accounts_only" not in form.values  # off, unless somebody switches it on
    sent = {"title": room.title, "time_zone": room.time_zone, "accounts_only": "on"}
    assert send(client, f"/classes/{room.pk}/settings/", sent).status_code == 302
    room.refresh_from_db()
    assert room.accounts_only
    assert "accounts_only" in look(client, f"/classes/{room.pk}/settings/").form("").values
    return owner, room


def test_a_class_that_takes_no_guests_sends_them_to_sign_in_and_back() -> None:
    _, room = closed_to_guests()
    door, client = f"/join/{room.code}/", Client()
    page = look(client, door)
    assert [
        link.attrs["href"] for link in page.root.find("a") if "?next=" in str(link.attrs.get("href"))
    ] == [
        f"/account/sign-in/?next={door}",
        f"/account/sign-up/?next={door}",
    ]
    assert page.root.find("input", name="name") == []
    before = all_rows()
    for guest in (client, as_guest(LearnerFactory.create())):
        assert send(guest, door, {"name": "Leo"}).status_code == 422
    assert Membership.objects.filter(classroom=room).count() == 1
    assert "Membership" not in changed(before)
    assert sign_up(client, "leo", "correct-horse-battery", then=door).headers["Location"] == door
    assert send(client, door, {"name": "Leo"}).headers["Location"] == f"/classes/{room.pk}/"


def test_a_seat_is_no_way_around_and_whoever_is_in_stays_in() -> None:
    _, room = closed_to_guests()
    inside = MembershipFactory.create(classroom=room, learner=LearnerFactory.create())
    seat = MembershipFactory.create(classroom=room, learner=None, joined_at=None, seat_code="S000000009")
    assert send(as_guest(LearnerFactory.create()), "/join/S000000009/").status_code == 422
    with pytest.raises(classes.NeedsAccount):
        memberships.join(learner=LearnerFactory.create(), code="S000000009", name="", now=NOON)
    seat.refresh_from_db()
    assert seat.learner is None
    assert as_guest(who(inside)).get(f"/classes/{room.pk}/").status_code == 200
    signed = signed_in(LearnerFactory.create(user=UserFactory.create()))
    assert send(signed, "/join/S000000009/").status_code == 302


def test_a_guest_who_was_removed_comes_back_by_the_old_code_alone() -> None:
    """With cleared cookies somebody is somebody else: so removing offers a new code at the same press."""
    owner = MembershipFactory.create(role="owner")
    room, client = owner.classroom, signed_in(who(owner))
    first, second = (
        MembershipFactory.create(classroom=room, learner=LearnerFactory.create()) for _ in range(2)
    )
    old, until = room.code, room.code_expires_at
    page = look(client, f"/classes/{room.pk}/people/{first.pk}/")
    (form,) = (form for form in page.forms if form.action.endswith("/remove/"))
    assert form.buttons == (("", ""), ("code", "new"))
    send(client, f"/classes/{room.pk}/people/{first.pk}/remove/")
    room.refresh_from_db()
    assert room.code == old
    assert send(Client(), f"/join/{old}/", {"name": "Back"}).status_code == 302
    send(client, f"/classes/{room.pk}/people/{second.pk}/remove/", {"code": "new"})
    room.refresh_from_db()
    assert (room.code != old, room.code_expires_at) == (True, until)
    assert Membership.objects.get(pk=second.pk).removed
    assert send(Client(), f"/join/{old}/", {"name": "Back"}).status_code == 422
    assert send(Client(), f"/join/{room.code}/", {"name": "New"}).status_code == 302


NAMES = ("محمد بن سلمان", "王小明", "Siobhán O'Neill", "'t Hooft", "שרה\u200f לוי", "=SUM(A1:A9)", "@here")


def test_a_class_list_brings_names_of_the_whole_world_in_and_out_again() -> None:
    owner = MembershipFactory.create(role="owner")
    room, client = owner.classroom.pk, signed_in(who(owner))
    data = ("name,id\r\n" + "".join(f'"{name}",{n}\r\n' for n, name in enumerate(NAMES))).encode("utf-8-sig")
    upload = {"file": SimpleUploadedFile("list.csv", data)}
    assert client.post(f"/classes/{room}/roster/", upload).status_code == 302
    assert send(client, f"/classes/{room}/roster/import/").status_code == 302
    stored = Membership.objects.filter(classroom=room, role="learner").order_by("roster_id")
    assert tuple(stored.values_list("name", flat=True)) == NAMES
    people = look(client, f"/classes/{room}/people/").root.text
    assert [name in people for name in NAMES] == [True] * len(NAMES)
    table = client.get(f"/classes/{room}/gradebook.csv").content.decode("utf-8-sig")
    listed = {row[0] for row in csv.reader(io.StringIO(table))} - {"Learner", "Points possible"}
    assert listed == {f"'{name}" if name[0] in "=@" else name for name in NAMES}


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"name\n" + b"x\n" * 50_000, "50,000 lines"),
        (b"name\n\x81\xff\n", "letters of this file"),
        (b"PK\x03\x04\x00\x00", "letters of this file"),
    ],
)
def test_a_list_that_is_none_or_far_too_long_is_told_in_one_sentence_and_nobody_comes_in(
    data: bytes, said: str
) -> None:
    owner = MembershipFactory.create(role="owner")
    room, client = owner.classroom.pk, signed_in(who(owner))
    response = client.post(
        f"/classes/{room}/roster/", {"file": SimpleUploadedFile("list.csv", data)}, follow=True
    )
    assert said in read(response).root.text
    send(client, f"/classes/{room}/roster/import/")
    assert Membership.objects.filter(classroom=room).count() == 1

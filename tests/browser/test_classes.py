"""A class from its making to a removal: an instructor at a desk, a projector, and a guest with a phone."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from studyapp.actions import rosters
from studyapp.domain.roster import parse
from studyapp.models import Classroom, Learner, Membership
from tests.browser.conftest import OpenPage
from tests.browser.inspecting import barriers_in_light_and_dark, too_wide
from tests.browser.watching import Watch
from tests.factories.classes import ClassExamFactory, ClassGroupFactory, MembershipFactory

pytestmark = pytest.mark.e2e

PHONE = {"width": 390, "height": 844}
PROJECTOR = {"width": 1920, "height": 1080}
NARROWEST = {"width": 320, "height": 640}


def test_an_instructor_makes_a_class_a_guest_joins_by_the_projector_and_is_removed(
    own_page: OpenPage, open_page: OpenPage, watch: Watch
) -> None:
    desk = own_page(viewport=PROJECTOR)
    desk.goto("/")
    desk.get_by_role("button", name=re.compile("user|More")).click()
    desk.get_by_role("link", name="Classes").click()
    desk.get_by_role("link", name="Make a class").click()
    desk.get_by_label("Title").fill("Four evenings")
    desk.get_by_label("Your name in the class").fill("Prof. Olga")
    desk.get_by_role("button", name="Make the class").click()
    desk.get_by_role("link", name="QR code for the projector").click()
    square = desk.get_by_role("img", name=re.compile("QR code of http"))
    expect(square).to_be_visible()
    box = square.bounding_box()
    assert box is not None
    assert min(box["width"], box["height"]) > 400
    link = (square.locator("title").text_content() or "").removeprefix("QR code of ")
    typed = desk.locator(".projector-code").inner_text()
    assert link.endswith(f"/join/{typed.replace('-', '')}/")
    assert too_wide(desk) == []

    phone = open_page(viewport=PHONE)
    phone.goto("/join/")
    phone.get_by_label("Code").fill(typed.lower())
    phone.get_by_role("button", name="Look for the class").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("Four evenings")
    assert phone.url == link
    phone.get_by_label("Your name in this class").fill("Leo")
    phone.get_by_role("button", name="Join the class").click()
    expect(phone.get_by_role("status").filter(has_text="You are in.")).to_be_visible()
    where = phone.url
    phone.get_by_role("link", name="My place").click()
    expect(phone.get_by_role("row", name=re.compile("Your name in this class"))).to_contain_text("sees it")
    assert too_wide(phone) == []

    desk.get_by_role("link", name="Back to the class").click()
    desk.get_by_role("link", name="People").click()
    desk.get_by_role("link", name="Leo").click()
    desk.get_by_role("button", name="Remove from the class").click()
    expect(desk.get_by_text("Leo does not belong to the class any more.")).to_be_visible()

    watch.forgive("404")
    answer = phone.goto(where)
    assert answer is not None
    assert answer.status == 404
    expect(phone.get_by_role("heading", level=1)).to_have_text("No such page")
    watch.forgive("422")
    phone.goto(link)
    expect(phone.get_by_role("alert")).to_contain_text("This code opens no class.")


def test_a_list_is_read_looked_at_and_imported(own_page: OpenPage, learner: Learner, tmp_path: Path) -> None:
    owner = MembershipFactory.create(learner=learner, role="owner")
    file = tmp_path / "list.txt"
    file.write_bytes("name\tid\nAna Sousa\t7\n王小明\t8\n\t9\n".encode("utf-16"))
    page = own_page()
    page.goto(f"/classes/{owner.classroom_id}/roster/")
    page.get_by_label("File").set_input_files(file)
    page.get_by_role("button", name="See what it would change").click()
    expect(page.get_by_text("Line 4: The name is missing.")).to_be_visible()
    assert Membership.objects.filter(classroom=owner.classroom).count() == 1
    page.get_by_role("button", name="Import: 2 new, 0 changed").click()
    expect(page.get_by_text("Done: 2 new, 0 changed, 0 as before.")).to_be_visible()
    expect(page.get_by_role("link", name="王小明")).to_be_visible()


def states(owner: Membership) -> list[str]:
    """Every page of a class that has one of everything, and the door to another."""
    room = owner.classroom
    group = ClassGroupFactory.create(classroom=room, name="Red")
    long = "Maximiliane-Theodora-von-Hohenstein-Wolfenbüttelsbach"
    place = MembershipFactory.create(classroom=room, name=long, roster_id="1" * 40, time_factor="1.5")
    place.groups.add(group)
    MembershipFactory.create(classroom=room, learner=None, joined_at=None, seat_code="S000000001")
    MembershipFactory.create(classroom=room, left_at=timezone.now(), removed=True)
    exam = ClassExamFactory.create(classroom=room, title=long, access_code="tram", closes_at=None)
    data = f"name,id,factor\n{long} Two,9,\nBad,10,9\n".encode()
    rosters.keep_draft(membership=owner, parsed=parse(data), now=timezone.now())
    room.code_expires_at = timezone.now() + timedelta(days=1)
    room.save()
    own = ("", "people/", f"people/{place.pk}/", "groups/", "roster/", "invite/", "invite/projector/")
    rest = ("settings/", "delete/", "me/", "exams/new/", f"exams/{exam.pk}/", f"exams/{exam.pk}/edit/")
    other = MembershipFactory.create(role="owner", name=long).classroom
    Classroom.objects.filter(pk=other.pk).update(code_expires_at=room.code_expires_at)
    doors = ["/classes/", "/classes/new/", "/join/", f"/join/{other.code}/", "/join/S000000001/"]
    return [*(f"/classes/{room.pk}/{page}" for page in (*own, *rest)), *doors]


def test_no_page_of_a_class_has_a_barrier_or_scrolls_sideways(own_page: OpenPage, learner: Learner) -> None:
    owner = MembershipFactory.create(learner=learner, role="owner", name="Olga")
    page = own_page(viewport=NARROWEST)
    found = {}
    for address in states(owner):
        page.goto(address)
        if faults := too_wide(page) + barriers_in_light_and_dark(page):
            found[address] = faults
    assert found == {}

"""An instructor writes a question: sees it while typing, saves it, changes it, takes it along."""

import pytest
from playwright.sync_api import expect

from studyapp.models import Learner, QuestionVersion
from tests.browser.conftest import OpenPage
from tests.browser.inspecting import barriers_in_light_and_dark, too_wide
from tests.factories.classes import MembershipFactory
from tests.factories.ownquestions import BODY, own_text

pytestmark = pytest.mark.e2e


def test_write_see_save_change_and_export(own_page: OpenPage, learner: Learner) -> None:
    owner = MembershipFactory.create(learner=learner, role="owner")
    page = own_page()
    page.goto(f"/classes/{owner.classroom_id}/questions/")
    page.get_by_role("link", name="Write a question").click()
    text, preview = page.get_by_label("Question", exact=True), page.get_by_label("Preview", exact=True)
    text.fill("Only a stem.")
    expect(preview).to_contain_text("no options found")
    assert barriers_in_light_and_dark(page) == []
    text.fill(BODY)
    expect(preview.locator(".stem strong")).to_have_text("MACsec")
    expect(preview.get_by_text("Key")).to_have_count(1)
    expect(text).to_be_focused()
    assert barriers_in_light_and_dark(page) == []
    page.set_viewport_size({"width": 390, "height": 800})
    assert too_wide(page) == []
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Saved.")).to_be_visible()
    page.get_by_label("Question", exact=True).fill(own_text("Which other hop?"))
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Saved as a new version.")).to_be_visible()
    expect(page.get_by_role("heading", name="Versions 2")).to_be_visible()
    assert barriers_in_light_and_dark(page) == []
    page.get_by_role("link", name="Back to the questions").click()
    expect(page.get_by_role("link", name="GIFT")).to_be_visible()
    assert (barriers_in_light_and_dark(page), too_wide(page)) == ([], [])
    page.get_by_role("link", name="GIFT").click()
    expect(page.get_by_text("Nothing of them is lost.")).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("link", name="Download").click()
    written = download.value.path().read_text(encoding="utf-8")
    assert "[markdown]Which other hop? {" in written
    page.goto(f"/classes/{owner.classroom_id}/questions/import/")
    page.get_by_label("Or paste it").fill(written)
    page.get_by_role("button", name="See what it would change").click()
    expect(page.get_by_role("cell", name="as it is")).to_be_visible()
    assert (barriers_in_light_and_dark(page), too_wide(page)) == ([], [])
    page.get_by_role("button", name="Import 1 question").click()
    expect(page.get_by_text("Done: 0 new, 0 with a new text, 1 as before.")).to_be_visible()
    assert QuestionVersion.objects.filter(question__classroom=owner.classroom).count() == 2


def test_the_preview_works_without_scripts(own_page: OpenPage, learner: Learner) -> None:
    owner = MembershipFactory.create(learner=learner, role="owner")
    page = own_page(java_script_enabled=False)
    page.goto(f"/classes/{owner.classroom_id}/questions/new/")
    page.get_by_label("Question", exact=True).fill(BODY)
    page.get_by_role("button", name="Preview").click()
    expect(page.locator("#preview .stem strong")).to_have_text("MACsec")
    expect(page.get_by_label("Question", exact=True)).to_have_value(BODY)
    assert not QuestionVersion.objects.filter(question__classroom=owner.classroom).exists()

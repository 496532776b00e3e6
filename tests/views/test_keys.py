"""The staff's pages about keys, and what candidates are told of a repair."""

from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from studyapp.models import Attempt, KeyRepair, Question, QuestionVersion
from tests.cast import Cast
from tests.factories.keys import class_of, one_paper, repaired, respond, sat
from tests.factories.people import LearnerFactory, UserFactory
from tests.factories.study import NOON, attempt_of, reasons_of, right, version_of, wrong
from tests.factories.work import HOUR, staff
from tests.views.htmlpage import Page
from tests.views.pagefaults import page_faults
from tests.views.rows import all_rows, changed
from tests.views.visitors import Fields, as_guest, look, names_of, read, send, signed_in

pytestmark = pytest.mark.django_db

SLUG = "x-k1-1"
MOST = 8  # queries of a page of the staff that was asked for by somebody signed in


@pytest.fixture
def ines(db: None) -> Client:
    """A browser of the staff."""
    client = Client()
    client.force_login(staff())
    return client


def form_of(version: QuestionVersion) -> str:
    return f"/keys/versions/{version.pk}/"


def asked(version: QuestionVersion, kind: str = "key", **more: str) -> Fields:
    return {"kind": kind, "choice": list(wrong(version)), "reason": "Beta is documented.", **more}


def apply_form(page: Page, version: QuestionVersion) -> Fields:
    """The form that makes a previewed repair true: the first on the page."""
    form = next(form for form in page.forms if form.action == form_of(version) and "token" in form.values)
    return form.values


def repair(client: Client, version: QuestionVersion, fields: Fields) -> KeyRepair:
    preview = read(send(client, form_of(version), fields))
    response = send(client, form_of(version), apply_form(preview, version))
    assert response.status_code == 302
    made = KeyRepair.objects.latest("pk")
    assert response.url == f"/keys/repairs/{made.pk}/"
    return made


def test_whoever_is_not_staff_finds_nothing_and_changes_nothing(cast: Cast) -> None:
    class_of(2)
    version = version_of(SLUG)
    made = repaired(version)
    boss = Client()
    boss.force_login(UserFactory.create(username="boss", is_superuser=True))
    paths = [
        "/keys/",
        "/keys/mini/",
        f"/keys/questions/{SLUG}/",
        form_of(version),
        f"/keys/repairs/{made.pk}/",
    ]
    posts = {
        form_of(version): asked(version, token=str(uuid4())),
        f"/keys/repairs/{made.pk}/back/": {"reason": "No."},
    }
    guest = as_guest(LearnerFactory.create())
    before = all_rows()
    for client in (cast.owner, cast.classmate, cast.stranger, cast.nobody, guest, boss):
        for path in paths:
            response = client.get(path)
            assert (path, response.status_code, "404.html" in names_of(response)) == (path, 404, True)
            html = response.content.decode()
            assert [reason for reason in reasons_of(version) if reason in html] == []
        for path, fields in posts.items():
            assert send(client, path, fields).status_code == 404
    assert changed(before) == {}


def test_the_way_there_is_on_the_desk(ines: Client) -> None:
    assert [
        link.text for link in look(ines, "/reports/all/").root.find("a") if link.attrs["href"] == "/keys/"
    ] == ["Keys"]


def test_the_exams_with_their_sittings(ines: Client) -> None:
    sat(LearnerFactory.create(), good=(True,))
    attempt_of(LearnerFactory.create())  # still running
    page = look(ines, "/keys/")
    assert [row.text for row in page.root.find("tbody")[0].find("tr")] == ["Mini exam1"]


def test_the_table_of_an_exam_points_at_the_wrong_key(ines: Client) -> None:
    class_of(12)
    page = look(ines, "/keys/mini/")
    rows = [row.text for row in page.root.find("tbody")[0].find("tr")]
    assert (len(rows), SLUG in rows[0], "Suspicious key" in rows[0]) == (4, True, True)
    assert "got it right less often than the others" in rows[0]
    assert [row for row in rows[1:] if "Suspicious" in row] == []
    assert "12 sittings with answers, 4 questions, 1 suspicious key." in page.root.text
    assert page_faults(page) == []


def test_nine_answers_flag_nothing(ines: Client) -> None:
    class_of(9)
    assert "no suspicious key" in look(ines, "/keys/mini/").root.text


def test_a_paper_left_empty_is_no_sitting_here(ines: Client) -> None:
    sat(LearnerFactory.create())
    assert "Nobody has sat this exam yet." in look(ines, "/keys/mini/").root.text


def test_a_question_with_its_options_and_who_chose_them(ines: Client) -> None:
    class_of(12)
    page = look(ines, f"/keys/questions/{SLUG}/")
    rows = [row.text for row in page.root.find("table", class_="key-options")[0].find("tbody")[0].find("tr")]
    assert len(rows) == 5
    (keyed,) = [row for row in rows if "Right of" in row]
    assert "Key" in keyed
    assert rows[-1].startswith("No answer")
    assert "12 answers" in page.root.text
    assert page_faults(page) == []


def test_unknown_things_are_not_there(ines: Client) -> None:
    for path in ("/keys/maxi/", "/keys/questions/q-none/", "/keys/versions/999999/", "/keys/repairs/999999/"):
        assert ines.get(path).status_code == 404
    assert send(ines, "/keys/repairs/999999/back/", {"reason": "No."}).status_code == 404


def test_a_preview_changes_nothing_and_tells_who_gains_and_who_loses(ines: Client) -> None:
    made = class_of(4)
    version = version_of(SLUG)
    before = all_rows()
    page = read(send(ines, form_of(version), asked(version)))
    assert changed(before) == {}
    assert "Of 4 sittings, 2 would go up, 2 down, and 0 would stay." in page.root.text
    lines = [row.text for row in page.root.find("table")[0].find("tbody")[0].find("tr")]
    assert len(lines) == len(made)
    assert ["3 of 4 → 4 of 4" in line for line in lines] == [False, False, True, True]
    assert lines[-1].endswith("3 of 4 → 4 of 4750 → 1000 pass")
    page = read(send(ines, form_of(version), asked(version, never_lower="on")))
    assert "2 would go up, 0 down, and 2 would stay, 2 of them because nobody is lowered." in page.root.text
    assert page_faults(page) == []


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"kind": "key", "reason": ""}, "This field is required."),
        ({"kind": "magic", "reason": "So."}, "Select a valid choice."),
        ({"kind": "key", "reason": "So.", "choice": "nothing"}, "does not belong to this question"),
        ({"kind": "key", "reason": "So."}, "Choose an option."),
        ({"kind": "credit", "reason": "x" * 1001}, "at most 1000 characters"),
    ],
)
@pytest.mark.parametrize("token", [{}, {"token": str(uuid4())}], ids=["preview", "deed"])
def test_what_is_refused(ines: Client, fields: dict[str, str], sentence: str, token: dict[str, str]) -> None:
    before = all_rows()
    response = send(ines, form_of(version_of(SLUG)), {**fields, **token})
    page = read(response)
    assert (response.status_code, changed(before)) == (422, {})
    assert sentence in page.root.text
    assert page_faults(page) == []


def test_a_repair_and_its_double_click(ines: Client) -> None:
    class_of(2)
    version = version_of(SLUG)
    preview = read(send(ines, form_of(version), asked(version, never_lower="on")))
    fields = apply_form(preview, version)
    first, second = (send(ines, form_of(version), fields) for _ in range(2))
    assert (first.status_code, second.status_code, first.url) == (302, 302, second.url)
    made = KeyRepair.objects.get()
    assert (made.answers, made.reason, made.never_lower, str(made.made_by)) == (
        [list(wrong(version))],
        "Beta is documented.",
        True,
        "ines",
    )
    page = look(ines, first.url)
    for words in (
        "A repaired key",
        "Another answer is right",
        "by ines",
        "1 of 2 sittings that were over changed.",
    ):
        assert words in page.root.text
    assert page_faults(page) == []


def test_of_two_at_once_the_second_is_told_and_keeps_the_words(ines: Client) -> None:
    class_of(2)
    otto, version = Client(), version_of(SLUG)
    otto.force_login(staff("otto"))
    forms = [
        apply_form(read(send(client, form_of(version), asked(version, kind))), version)
        for client, kind in ((ines, "key"), (otto, "credit"))
    ]
    assert send(ines, form_of(version), forms[0]).status_code == 302
    before = all_rows()
    response = send(otto, form_of(version), forms[1])
    page = read(response)
    assert (response.status_code, changed(before)) == (409, {})
    (note,) = page.root.find("div", role="alert")
    assert note.text.startswith("Somebody else repaired this key")
    assert page.root.find("textarea")[0].text == "Beta is documented."
    assert "since the repair of" in page.root.text
    assert repair(otto, version, asked(version, "credit")).number == 2


def test_taking_back_needs_a_reason_and_happens_once(ines: Client) -> None:
    made = repair(ines, version_of(SLUG), asked(version_of(SLUG)))
    path = f"/keys/repairs/{made.pk}/"
    assert send(ines, f"{path}back/", {"reason": ""}).status_code == 422
    assert send(ines, f"{path}back/", {"reason": "It was right."}).status_code == 302
    page = look(ines, path)
    assert "It was right." in page.root.text
    assert page.root.find("form", action=f"{path}back/") == []
    before = all_rows()
    response = send(ines, f"{path}back/", {"reason": "Again."})
    assert (response.status_code, changed(before)) == (409, {})
    assert "taken back already" in read(response).root.text


def wrong_sitting() -> Attempt:
    """Somebody with an account who gave what will be the key; all else right."""
    one_paper()
    attempt = attempt_of(LearnerFactory.create(user=UserFactory.create()), now=NOON - 2 * HOUR)
    for item in attempt.items.select_related("version__question"):
        odd = item.version.question.slug == SLUG
        response = wrong(item.version) if odd else right(item.version)
        respond(attempt, item.position, response, NOON - 2 * HOUR)
    return attempt


def told(attempt: Attempt) -> Page:
    return look(signed_in(attempt.learner), f"/attempts/{attempt.pk}/report/")


def test_the_candidate_is_told_that_and_why_and_of_the_way_back(ines: Client) -> None:
    attempt, version = wrong_sitting(), version_of(SLUG)
    place = attempt.items.get(version=version).position
    before = told(attempt)
    assert ("3 of 4 right" in before.root.text, "Repaired since" in before.root.text) == (True, False)
    made = repair(ines, version, asked(version))
    page = told(attempt)
    assert "4 of 4 right" in page.root.text
    (note,) = page.root.find("div", class_="note-info")
    assert note.text == (
        f"The key of question {place} was repaired on 24 November 2026: another answer is right. "
        "Because: Beta is documented. Your score went from 750 to 1000."
    )
    question = page.root.find("li", id=f"question-{place}")[0]
    assert question.find("p", class_="verdict-right") != []
    assert page_faults(page) == []
    send(ines, f"/keys/repairs/{made.pk}/back/", {"reason": "The source was read wrongly."})
    page = told(attempt)
    assert "3 of 4 right" in page.root.text
    (note,) = page.root.find("div", class_="note-info")
    assert "was taken back on 24 November 2026, because: The source was read wrongly." in note.text


def test_the_list_of_attempts_has_the_score_as_it_stands(ines: Client) -> None:
    attempt, version = wrong_sitting(), version_of(SLUG)
    repair(ines, version, asked(version))
    assert "1000, above 750" in look(signed_in(attempt.learner), "/exams/").root.text


def test_an_exam_that_hides_its_keys_tells_no_question_and_no_reason(ines: Client) -> None:
    attempt, version = wrong_sitting(), version_of(SLUG)
    Attempt.objects.update(review="never")
    repair(ines, version, asked(version))
    (note,) = told(attempt).root.find("div", class_="note-info")
    assert note.text.startswith("The key of one question was repaired on 24 November 2026")
    assert "Beta" not in note.text
    assert "Your score went from" in note.text


def test_a_newer_text_with_another_key_suggests_the_repair(ines: Client) -> None:
    class_of(2)
    old = version_of(SLUG)
    new = QuestionVersion.objects.get(pk=old.pk)
    body = {"choices": [{**choice, "correct": choice["id"] in wrong(old)} for choice in old.body["choices"]]}
    new.pk, new.number, new.digest, new.body = None, 2, "-", body
    new.save()
    Question.objects.filter(slug=SLUG).update(current=new)
    page = look(ines, f"/keys/questions/{SLUG}/")
    (link,) = [link for link in page.root.find("a") if link.text == "Repair this version likewise"]
    form = look(ines, link.attrs["href"]).form(form_of(old))
    assert form.values["choice"] == list(wrong(old))
    repair(ines, old, asked(old))
    assert "Repair this version likewise" not in look(ines, f"/keys/questions/{SLUG}/").root.text


def test_pages_cost_the_same_with_2_and_with_12_sittings(ines: Client) -> None:
    version = version_of(SLUG)
    costs = []
    for count in (2, 10):
        class_of(count)
        made = repaired(version, "key" if count == 2 else "credit")
        paths = (
            "/keys/",
            "/keys/mini/",
            f"/keys/questions/{SLUG}/",
            form_of(version),
            f"/keys/repairs/{made.pk}/",
        )
        costs.append([cost(ines, path) for path in paths])
    assert costs[0] == costs[1]
    assert max(costs[0]) <= MOST


def test_a_repaired_report_costs_one_query_more_and_others_none(ines: Client) -> None:
    attempt = wrong_sitting()
    client = signed_in(attempt.learner)
    paths = (f"/attempts/{attempt.pk}/report/", "/exams/")
    before = [cost(client, path) for path in paths]
    repaired(version_of("x-k1-3"))  # on no paper
    assert [cost(client, path) for path in paths] == before
    repaired(version_of(SLUG))
    assert [cost(client, path) for path in paths] == [n + 1 for n in before]


def cost(client: Client, path: str) -> int:
    client.get(path)
    with CaptureQueriesContext(connection) as seen:
        assert client.get(path).status_code == 200
    return len(seen)

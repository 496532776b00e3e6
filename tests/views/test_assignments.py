"""Setting something for a class: what is sent, and what is refused."""

from datetime import UTC, datetime, timedelta

import pytest

from studyapp.actions.ownquestions import retire
from studyapp.models import Assignment, AssignmentException, ClassGroup, PracticeSession
from tests.factories.classes import MembershipFactory, class_cast
from tests.factories.classwork import assigned, quizzed
from tests.factories.ownquestions import own_question
from tests.factories.study import NOON
from tests.views.classpages import at, browser, staff_page
from tests.views.pagefaults import page_faults
from tests.views.rows import all_rows, changed
from tests.views.visitors import look, read, send

pytestmark = pytest.mark.django_db


def test_an_assignment_is_set_in_the_zone_of_the_class() -> None:
    people = class_cast()  # in Paris
    sent = {
        "lesson": "second",
        "whom": "all",
        "opens_at": "2026-12-01T09:00",
        "due_at": "2027-07-01T18:30",
        "title": "",
    }
    assert (
        send(browser(people.owner), at(people.classroom, "assignments/new/lesson/"), sent).status_code == 302
    )
    made = Assignment.objects.get()
    assert (made.kind, made.title, made.task) == ("lesson", "Read: 2. Second lesson", {"lesson": "second"})
    assert made.opens_at == datetime(2026, 12, 1, 8, 0, tzinfo=UTC)
    assert made.due_at == datetime(2027, 7, 1, 16, 30, tzinfo=UTC)
    form = staff_page(people, f"assignments/{made.pk}/").form(at(people.classroom, f"assignments/{made.pk}/"))
    assert (form.values["opens_at"], form.values["due_at"]) == (["2026-12-01T09:00"], ["2027-07-01T18:30"])
    assert form.values["lesson"] == ["second"]


def test_an_hour_that_comes_twice_and_one_that_never_comes() -> None:
    people = class_cast()
    sent = {"reviews": "5", "whom": "all", "opens_at": "2027-03-28T02:30", "due_at": "2027-10-31T02:30"}
    send(browser(people.owner), at(people.classroom, "assignments/new/review/"), sent)
    made = Assignment.objects.get()
    assert made.opens_at == datetime(2027, 3, 28, 1, 30, tzinfo=UTC)
    assert made.due_at == datetime(2027, 10, 31, 1, 30, tzinfo=UTC)  # the second half past two
    form = staff_page(people, f"assignments/{made.pk}/").form(at(people.classroom, f"assignments/{made.pk}/"))
    assert (form.values["opens_at"], form.values["due_at"]) == (["2027-03-28T03:30"], ["2027-10-31T02:30"])


def test_what_is_new_is_not_over_already_and_what_is_set_may_end_at_once() -> None:
    people = class_cast()
    sent = {"reviews": "5", "whom": "all", "opens_at": "", "due_at": "2026-11-24T13:00"}  # noon, in Paris
    new = at(people.classroom, "assignments/new/review/")
    refused = send(browser(people.owner), new, sent)
    assert refused.status_code == 422
    assert "This has passed already." in read(refused).root.text
    assert not Assignment.objects.exists()
    assert send(browser(people.owner), new, {**sent, "due_at": "2026-11-24T13:01"}).status_code == 302
    made = Assignment.objects.get()
    path = at(people.classroom, f"assignments/{made.pk}/")
    assert send(browser(people.owner), path, {**sent, "due_at": "2026-11-24T12:00"}).status_code == 302
    made.refresh_from_db()
    assert made.due_at == NOON - timedelta(hours=1)


def test_for_groups_and_single_learners() -> None:
    people = class_cast()
    group = ClassGroup.objects.create(classroom=people.classroom, name="Monday")
    sent = {
        "pick": "weakest",
        "size": "5",
        "objectives": ["S1", "K1"],
        "whom": "some",
        "groups": str(group.pk),
        "members": str(people.learner.pk),
    }
    send(browser(people.instructor), at(people.classroom, "assignments/new/practice/"), sent)
    made = Assignment.objects.get()
    assert made.task == {"pick": "weakest", "objectives": ["K1", "S1"], "size": 5}
    assert (made.for_all, list(made.groups.all()), list(made.members.all())) == (
        False,
        [group],
        [people.learner],
    )
    page = staff_page(people, f"assignments/{made.pk}/")
    form = page.form(at(people.classroom, f"assignments/{made.pk}/"))
    assert (form.values["groups"], form.values["members"]) == ([str(group.pk)], [str(people.learner.pk)])
    assert form.values["objectives"] == ["K1", "S1"]


@pytest.mark.parametrize(
    ("kind", "sent", "said"),
    [
        ("lesson", {"lesson": "third", "whom": "all"}, "third is not one of"),
        ("lesson", {"lesson": "first", "whom": "some"}, "Tick a group or a learner."),
        ("lesson", {"lesson": "first", "whom": "some", "members": "999"}, "999 is not one of"),
        ("review", {"reviews": "0", "whom": "all"}, "greater than or equal to 1"),
        ("review", {"reviews": "5", "whom": "all", "due_at": "soon"}, "Write it as 2027-03-31 18:00."),
        (
            "review",
            {"reviews": "5", "whom": "all", "opens_at": "2027-01-02T00:00", "due_at": "2027-01-01T00:00"},
            "It must be due after it opens.",
        ),
        ("review", {"reviews": "5", "whom": "all", "due_at": "0001-01-01T00:00"}, "Write it as"),
        ("exam", {"exam": "999", "counts": "best", "whom": "all"}, "999 is not one of"),
        ("path", {"path": "../x", "challenge": "y", "whom": "all"}, "is not one of"),
    ],
)
def test_what_cannot_be_set_is_told(kind: str, sent: dict[str, str], said: str) -> None:
    people = class_cast()
    client = browser(people.owner)
    before = all_rows()
    response = send(client, at(people.classroom, f"assignments/new/{kind}/"), sent)
    assert (response.status_code, changed(before)) == (422, {})
    assert said in read(response).root.text
    assert page_faults(read(response)) == []


def test_other_times_for_one_learner_are_set_and_taken_back() -> None:
    people = class_cast()
    made = assigned(people.classroom)
    path = at(people.classroom, f"assignments/{made.pk}/times/")
    sent = {"member": str(people.learner.pk), "opens_at": "", "due_at": "2026-12-24T20:00"}
    assert send(browser(people.owner), path, sent).status_code == 302
    assert AssignmentException.objects.get().due_at == datetime(2026, 12, 24, 19, 0, tzinfo=UTC)
    assert "24 Dec 2026, 20:00" in staff_page(people, f"assignments/{made.pk}/").root.text
    assert (
        "due Thu 24 Dec 2026, 20:00" in look(browser(people.learner), at(people.classroom, "work/")).root.text
    )
    refused = send(browser(people.owner), path, {**sent, "member": str(people.elsewhere.pk)})
    assert refused.status_code == 422
    send(browser(people.owner), path, {**sent, "due_at": ""})
    assert AssignmentException.objects.count() == 0


def test_a_set_of_questions_is_picked_under_its_name_and_changed() -> None:
    people = class_cast()
    own = own_question(people.classroom)
    path = at(people.classroom, "assignments/new/set/")
    boxes = staff_page(people, "assignments/new/set/").root.find("input", name="questions")
    offered = [box.attrs["value"] for box in boxes]
    assert offered[0] == own.slug
    assert {"q-k1-1", "q-s1-1"} < set(offered)
    assert not {slug for slug in offered if slug and slug.startswith("x-")}  # nothing of the exams
    sent = {"questions": [own.slug, "q-k1-1"], "whom": "all", "title": "Hops"}
    assert send(browser(people.owner), path, sent).status_code == 302
    made = Assignment.objects.get()
    assert (made.kind, made.title) == ("practice", "Hops")
    assert made.task == {"pick": "set", "questions": [own.slug, "q-k1-1"]}
    edit = at(people.classroom, f"assignments/{made.pk}/")
    assert staff_page(people, f"assignments/{made.pk}/").form(edit).values["questions"] == [
        own.slug,
        "q-k1-1",
    ]
    sent = {"questions": "q-s1-1", "whom": "all", "title": ""}
    assert send(browser(people.owner), edit, sent).status_code == 302
    made.refresh_from_db()
    assert (made.title, made.task) == (
        "Practise 1 chosen question",
        {"pick": "set", "questions": ["q-s1-1"]},
    )


def test_a_set_takes_nothing_that_the_class_was_not_offered() -> None:
    people = class_cast()
    theirs = own_question(people.elsewhere.classroom)
    gone = own_question(people.classroom, id="gone")
    retire(question=gone, now=NOON)
    before = all_rows()
    refused: tuple[str | list[str], ...] = (theirs.slug, gone.slug, "x-k1-1", "", ["q-k1-1", theirs.slug])
    for questions in refused:
        answer = send(
            browser(people.owner),
            at(people.classroom, "assignments/new/set/"),
            {"questions": questions, "whom": "all"},
        )
        assert answer.status_code == 422
        assert page_faults(read(answer)) == []
        assert b"Which hop does" not in answer.content
    assert "Assignment" not in changed(before)


def test_a_question_of_the_class_is_met_by_whoever_has_it_once_it_is_open() -> None:
    people = class_cast()
    own = own_question(people.classroom)
    made = assigned(
        people.classroom,
        "practice",
        task={"pick": "set", "questions": [own.slug]},
        for_all=False,
        members=(people.learner.pk,),
        opens_at=datetime(2026, 11, 1, tzinfo=UTC),
    )
    mate = MembershipFactory.create(classroom=people.classroom)
    begin = at(people.classroom, f"work/{made.pk}/begin/")
    assert send(browser(mate), begin).status_code == 404
    assert send(browser(people.elsewhere), begin).status_code == 404
    Assignment.objects.update(opens_at=datetime(2099, 1, 1, tzinfo=UTC))
    assert send(browser(people.learner), begin).headers["Location"] == at(people.classroom, "work/")
    assert PracticeSession.objects.count() == 0
    Assignment.objects.update(opens_at=None)
    quiz = send(browser(people.learner), begin).headers["Location"]
    assert PracticeSession.objects.get().assignment == made
    shown = look(browser(people.learner), quiz)
    assert "protect?" in shown.root.text
    assert browser(mate).get(quiz).status_code == 404


def test_a_wrong_question_of_the_class_is_no_matter_of_the_sites_staff() -> None:
    people = class_cast()
    own = own_question(people.classroom)
    made = assigned(people.classroom, "practice", task={"pick": "set", "questions": [own.slug]})
    session = quizzed(people.learner, made, misses=1)
    learner = browser(people.learner)
    page = look(learner, f"/practice/{session.pk}/")
    assert "tell your teacher" in page.root.text
    version = session.items.get().version_id
    assert f"version={version}" not in learner.get(f"/practice/{session.pk}/").content.decode()
    for place in ("practice", "class", "live"):
        path = f"/reports/new/?version={version}&place={place}"
        assert learner.get(path).status_code == 404

"""Who sees what of a learner: on every page, in every role, exactly what the table of privacy says."""

import pytest

from studyapp.domain.privacy import BY_NAME, FIELDS, sees, who_sees
from studyapp.domain.roles import ROLES
from studyapp.models import Assignment, ClassGroup, Classroom, Exam, LiveParticipant, LiveRoom, Membership
from tests.factories.classes import class_cast, class_work
from tests.factories.classwork import all_kinds, assigned, quizzed, who
from tests.factories.live import brought_to, evening, voted
from tests.factories.ownquestions import own_question
from tests.views.classpersons import SIGNS, clients, told_apart
from tests.views.classroles import ROLE_PAGES
from tests.views.test_class_access import clients as everybody
from tests.views.visitors import look, signed_in

pytestmark = pytest.mark.django_db

UNTESTABLE = {"study", "results"}  # no sign stands for them: what shows results is tested with classwork
HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(2)>"


def test_every_role_sees_of_a_learner_what_the_table_says_and_no_more() -> None:
    work = told_apart()
    texts: dict[str, str] = {}
    for role, client in clients(work).items():
        pages = [address.ask(client, work) for address in ROLE_PAGES if address.name != "join-code"]
        # One of them is a package of questions, which is no text.
        texts[role] = "".join(
            page.content.decode(errors="replace") for page in pages if page.status_code == 200
        )
    seen = {
        (field, role): any(sign in texts[role] for sign in signs)
        for field, signs in SIGNS.items()
        for role in ROLES
    }
    assert seen == {(field, role): sees(role, field) for field in SIGNS for role in ROLES}
    assert not any(sign in texts["elsewhere"] for signs in SIGNS.values() for sign in signs)
    assert {field.name for field in FIELDS} == {*SIGNS, *UNTESTABLE}


def test_the_page_of_a_learner_tells_the_same_table() -> None:
    work = told_apart()
    assert work.cast.learner.learner is not None
    page = look(signed_in(work.cast.learner.learner), f"/classes/{work.cast.classroom.pk}/me/")
    (body,) = [body for table in page.root.find("table") for body in table.find("tbody")]
    order = ("owner", "instructor", "assistant", "learner")
    for row, field in zip(body.find("tr"), FIELDS, strict=True):
        told = [cell.text == "sees it" for cell in row.find("td")]
        assert (row.find("th")[0].text, told) == (field.words, [role in who_sees(field) for role in order])
    assert "Olga Owner" in page.root.text


def test_learners_see_nothing_of_each_other() -> None:
    assert {field.name for field in FIELDS if sees("learner", field.name)} == set()
    assert BY_NAME["results"].right == "see_results"


def test_nothing_of_one_class_is_on_a_page_of_another() -> None:
    ours, theirs = class_work(), class_work()
    Membership.objects.filter(classroom=theirs.cast.classroom).update(name="THEIRS")
    Classroom.objects.filter(pk=theirs.cast.classroom.pk).update(title="THEIRS")
    Exam.objects.filter(pk=theirs.exam.pk).update(title="THEIRS")
    ClassGroup.objects.filter(pk=theirs.group.pk).update(name="THEIRS")
    for address in ROLE_PAGES:
        for client in everybody(ours).values():
            assert b"THEIRS" not in address.ask(client, ours).content, str(address)
    # And the sign does show where it belongs.
    assert b"THEIRS" in ROLE_PAGES[2].ask(everybody(theirs)["owner"], theirs).content


def test_scripts_in_every_name_are_words_on_every_page() -> None:
    work = class_work()
    Membership.objects.exclude(classroom=work.cast.elsewhere.classroom).update(name=HOSTILE)
    Membership.objects.filter(pk=work.cast.learner.pk).update(roster_id=HOSTILE[:60])
    Classroom.objects.update(title=HOSTILE)
    ClassGroup.objects.update(name=HOSTILE)
    Exam.objects.filter(pk=work.exam.pk).update(title=HOSTILE, access_code=HOSTILE[:30])
    work.draft.rows = [[2, HOSTILE, "9", [HOSTILE], None]]
    work.draft.faults = [[3, HOSTILE]]
    work.draft.save()
    shown = 0
    for address in ROLE_PAGES:
        for client in everybody(work).values():
            response = address.ask(client, work)
            if response.status_code == 200 and "html" in response.headers["Content-Type"]:
                text = response.content.decode()
                assert ("<script>alert" in text, "<img src=x" in text) == (False, False), str(address)
                shown += "&lt;script&gt;alert(1)" in text
    assert shown > 20


def test_scripts_in_titles_of_work_and_of_live_rooms_are_words_on_every_page() -> None:
    """And in the name that somebody takes in a live room, and of a set that somebody practises."""
    cast = class_cast()
    own = own_question(cast.classroom)
    made = all_kinds(cast.classroom) | {
        "set": assigned(cast.classroom, "practice", task={"pick": "set", "questions": [own.slug]})
    }
    Assignment.objects.update(title=HOSTILE)
    made["set"].refresh_from_db()
    session = quizzed(cast.learner, made["set"], misses=1)
    found = evening(cast=cast, naming="named")
    LiveRoom.objects.update(title=HOSTILE)
    brought_to(found.question, "vote1")
    voted(found.question, cast.learner, 1)
    LiveParticipant.objects.update(pseudonym=HOSTILE[:40])
    Membership.objects.update(name=HOSTILE)
    brought_to(found.question, "revealed")
    room, code = cast.classroom.pk, found.room.code
    pages = [
        "assignments/",
        f"assignments/{made['lesson'].pk}/",
        "grid/",
        "gradebook/",
        "attention/",
        "work/",
        "live/",
    ]
    paths = [f"/classes/{room}/{page}" for page in pages]
    paths += [f"/live/{code}/{page}" for page in ("", "control/", "projector/", "report/", "add/")]
    paths += ["/classes/todo/", "/practice/", f"/practice/{session.pk}/"]
    shown = 0
    for path in paths:
        for place in (cast.owner, cast.learner):
            response = signed_in(who(place)).get(path)
            if response.status_code == 200:
                text = response.content.decode()
                assert ("<script>alert" in text, "<img src=x" in text) == (False, False), path
                shown += "&lt;script&gt;alert(1)" in text
    assert shown >= len(paths)

"""Questions of a class: kept with their versions, imported twice, and seen by nobody else."""

from datetime import timedelta

import pytest

from studyapp.actions import ownquestions as actions
from studyapp.actions.publish import publish
from studyapp.domain import gift
from studyapp.domain.exchange import item_of
from studyapp.domain.ownquestion import usable
from studyapp.models import Classroom, Membership, Question, QuestionDraft, QuestionVersion, SearchDocument
from studyapp.queries import ownquestions as reading
from studyapp.queries.picking import candidates
from tests.factories.classes import ClassroomFactory, MembershipFactory
from tests.factories.course import small_course, write
from tests.factories.ownquestions import BODY, KNOWN, TODAY, own_document, own_question, own_text
from tests.factories.study import NOON
from tests.views.rows import all_rows, changed

pytestmark = pytest.mark.django_db

OTHER = own_text("Which other hop?")


@pytest.fixture
def room(published: None) -> Classroom:
    """A class on the small course."""
    return ClassroomFactory.create()


def texts(question: Question) -> list[tuple[int, str, bool]]:
    """Its versions: number, source, and whether it is the current one."""
    question.refresh_from_db()
    rows = QuestionVersion.objects.filter(question=question).order_by("number")
    return [(row.number, row.source, row.pk == question.current_id) for row in rows]


def test_a_question_is_kept_with_an_idea_of_its_own_in_a_pool_of_its_own(room: Classroom) -> None:
    question = own_question(room, sources=("https://example.com/a",))
    stored = Question.objects.get(pk=question.pk)
    assert (stored.slug, stored.pool, stored.classroom, stored.retired_at) == (
        f"c{room.pk}:hop",
        "class",
        room,
        None,
    )
    assert (stored.objective_id, stored.lesson.slug, stored.sources) == (
        "K1",
        "first",
        ["https://example.com/a"],
    )
    assert (stored.idea.slug, stored.idea.questions.count()) == (f"question:c{room.pk}:hop", 1)
    assert [objective.code for objective in stored.objectives.all()] == ["K1"]
    assert stored.current is not None
    assert stored.current.stem_html == "<p>Which hop does <strong>MACsec</strong> protect?</p>"
    assert reading.own_item(stored) == item_of(own_document(sources=("https://example.com/a",)))


def test_only_another_text_is_another_version_and_an_old_text_comes_back(room: Classroom) -> None:
    question = own_question(room)
    assert texts(question) == [(1, BODY, True)]
    assert own_question(room, BODY + "\n", difficulty=4, objectives=("S1",)).pk == question.pk
    assert texts(question) == [(1, BODY, True)]
    assert (question.difficulty, question.objective_id) == (4, "S1")
    own_question(room, OTHER)
    assert texts(question) == [(1, BODY, False), (2, OTHER, True)]
    own_question(room)
    assert texts(question) == [(1, BODY, True), (2, OTHER, False)]


def test_retired_and_brought_back(room: Classroom) -> None:
    question = own_question(room)
    actions.retire(question=question, now=NOON)
    actions.retire(question=question, now=NOON + timedelta(days=1))
    question.refresh_from_db()
    assert (question.retired_at, [line.retired for line in reading.own_lines(room.pk)]) == (NOON, [True])
    assert reading.own_items(room.pk) == ()
    actions.bring_back(question=question)
    assert [line.retired for line in reading.own_lines(room.pk)] == [False]


def brought(owner: Membership, text: str) -> list[tuple[bool, bool]]:
    """Read as GIFT and imported: of each whether it is new, and whether its text is."""
    found = usable(gift.read(text), objective="K1", lesson="first", known=KNOWN, today=TODAY)
    draft = actions.keep_draft(membership=owner, questions=found[0], faults=found[1], now=NOON)
    return [(one.made, one.new_text) for one in actions.import_draft(draft=draft, known=KNOWN, now=NOON)]


def test_a_file_imported_twice_changes_nothing_the_second_time(room: Classroom) -> None:
    owner = MembershipFactory.create(classroom=room, role="owner")
    text = "::a::Is it? {=Yes#1 ~No#2 ####t}\n\nUnnamed? {=Yes#1 ~No#2 ####t}\n\nNo reasons? {=Yes ~No}"
    assert brought(owner, text) == [(True, True), (True, True)]
    before = all_rows()
    assert brought(owner, text) == [(False, False), (False, False)]
    assert changed(before) == {}
    assert brought(owner, text.replace("Yes#1 ~No#2 ####t}\n", "Yes#9 ~No#2 ####t}\n", 1)) == [
        (False, True),
        (False, False),
    ]
    assert not QuestionDraft.objects.exists()


def test_what_a_draft_would_do_is_what_it_does(room: Classroom) -> None:
    owner = MembershipFactory.create(classroom=room, role="owner")
    own_question(room, id="same")
    own_question(room, id="other")
    actions.retire(question=own_question(room, id="back"), now=NOON)
    questions = [own_document(id="same"), own_document(OTHER, id="other"), own_document(id="back")]
    draft = actions.keep_draft(
        membership=owner, questions=[*questions, own_document(id="new")], faults=[], now=NOON
    )
    page = reading.draft_page(owner, KNOWN, TODAY)
    assert page is not None
    assert [(line.name, line.does) for line in page.lines] == [
        ("same", "as it is"),
        ("other", "a new text"),
        ("back", "comes back"),
        ("new", "new"),
    ]
    assert page.changes == 3
    actions.import_draft(draft=draft, known=KNOWN, now=NOON)
    assert len(reading.own_items(room.pk)) == 4


def test_a_class_cannot_have_more_than_its_share(room: Classroom, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(actions, "MOST_OWN", 1)
    own_question(room)
    with pytest.raises(actions.TooMany):
        own_question(room, id="second")
    own_question(room, OTHER)
    assert Question.objects.filter(classroom=room).count() == 1


def test_two_classes_may_call_different_questions_the_same(room: Classroom) -> None:
    other = ClassroomFactory.create()
    own_question(room)
    own_question(other, OTHER)
    assert [line.stem for line in reading.own_lines(room.pk)] == ["Which hop does MACsec protect?"]
    assert [line.stem for line in reading.own_lines(other.pk)] == ["Which other hop?"]


def test_no_list_of_the_course_shows_it_and_no_publication_touches_it(
    room: Classroom, tmp_path_factory: pytest.TempPathFactory
) -> None:
    found = candidates(learner_id=None, now=NOON)
    documents = SearchDocument.objects.count()
    question = own_question(room, id="q-k1-1")  # as one of the course
    assert candidates(learner_id=None, now=NOON) == found
    files = small_course()
    files["glossary.md"] += "\nMore.\n"
    outcome = publish(write(tmp_path_factory.mktemp("again"), files), now=NOON)
    assert (outcome.problems, outcome.changed, outcome.new_versions, outcome.retired) == ((), True, 0, 0)
    assert SearchDocument.objects.count() == documents
    assert texts(question) == [(1, BODY, True)]
    question.refresh_from_db()
    assert (question.retired_at, question.pool) == (None, "class")

"""The course in this repository, published: what of it can be found, and that nothing of the exams can."""

from pathlib import Path

import pytest

from studyapp.actions.publish import publish
from studyapp.domain.markup import plain_text
from studyapp.domain.searchdocuments import DocumentKind
from studyapp.domain.searchtext import indexed
from studyapp.models import Question, Release, SearchDocument
from studyapp.queries.catalogue import Catalogue, load
from studyapp.queries.search import Result, search
from tests.factories.study import NOON

ROOT = Path(__file__).resolve().parents[2] / "content"
pytestmark = pytest.mark.django_db


@pytest.fixture
def course(db: None) -> Catalogue:
    """The real course in place of the small one; rolled back after the test."""
    outcome = publish(ROOT, now=NOON)
    assert (outcome.problems, outcome.changed) == ((), True)
    return load(Release.objects.latest("pk").key)


def best(course: Catalogue, text: str, kind: DocumentKind) -> tuple[Result, ...]:
    """What of one kind is found."""
    groups = search(course, text, limit=5, kinds=[kind]).groups
    return next((group.results for group in groups if group.kind == kind), ())


def test_no_exam_question_can_be_found(course: Catalogue) -> None:
    exam = Question.objects.filter(pool="exam", retired_at=None).select_related("current")
    stems = {each.slug: plain_text(each.current.stem_html) for each in exam if each.current}
    assert len(stems) > 100
    rows = list(SearchDocument.objects.values_list("slug", "title", "body", "title_words", "body_words"))
    assert len(rows) > 500
    assert [slug for slug, *_ in rows if slug in stems] == []
    everything = "\n".join(" ".join(texts) for _, *texts in rows)
    told = [slug for slug, stem in stems.items() if stem in everything or indexed(stem) in everything]
    assert told == []
    sentences = {slug: stem.split(". ")[0] for slug, stem in stems.items()}
    assert [slug for slug, sentence in sentences.items() if best(course, f'"{sentence[:90]}"', "question")] == []


# What learners type, and a lesson it has to lead to.
ASKED = {
    "TLS 1.3 handshake": "/lessons/tls/",
    "us-east-1": "/lessons/certificates-acm/",
    "802.1AE": "/lessons/direct-connect-macsec/",
    "X.509": "/lessons/tls/",
    "IKEv2": "/lessons/ipsec/",
    "aws:SecureTransport": "/lessons/s3-and-endpoints/",
    "AES-256-GCM": "/lessons/ipsec/",
    "renewing certificates": "/lessons/certificates-acm/",
    "how do I rotate the macsec key": "/lessons/direct-connect-macsec/",
}


def test_everything_is_found_by_its_name_and_is_there(course: Catalogue) -> None:
    for term in course.terms:
        group = search(course, term.name, limit=1).groups[0]
        assert (group.kind, group.results[0].url) == ("term", f"/glossary/#term-{term.slug}")
    for lesson in course.lessons:
        urls = [result.url for result in best(course, lesson.link.title, "lesson")]
        assert lesson.link.url in urls[:3], lesson.link.slug
        titles = SearchDocument.objects.filter(kind="lesson", slug=lesson.link.slug).values_list("section", "title")
        assert dict(titles) == {"": lesson.link.title} | {a: lesson.section_title(a) for a in lesson.anchors}
    for typed, url in ASKED.items():
        found = {result.url.partition("#")[0] for result in best(course, typed, "lesson")}
        assert (typed, url in found) == (typed, True)

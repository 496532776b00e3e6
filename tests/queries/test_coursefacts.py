"""Facts of the course that are held for a release."""

from uuid import uuid4

import pytest

from studyapp.queries.coursefacts import question_texts
from tests.factories.study import question_of, version_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("published")]


def test_the_text_of_a_question_is_text() -> None:
    version = version_of("q-k1-1")
    version.stem_html = "<p>The bank&rsquo;s <em>R&amp;D</em>\n &lt;uses&gt; TLS</p>"
    version.save()
    texts = question_texts(uuid4())
    assert texts[question_of("q-k1-1").pk] == "The bank\N{RIGHT SINGLE QUOTATION MARK}s R&D <uses> TLS"

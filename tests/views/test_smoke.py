"""Every page of a fresh installation answers, to somebody with an account and to a first-time visitor."""

import pytest

from tests.cast import assemble

pytestmark = pytest.mark.django_db

PAGES = ("/", "/lessons/", "/lessons/first/", "/practice/", "/review/", "/exams/", "/exams/mini/")


@pytest.mark.parametrize("path", PAGES)
def test_a_page_answers(path: str) -> None:
    cast = assemble()
    assert [client.get(path).status_code for client in (cast.owner, cast.nobody)] == [200, 200]

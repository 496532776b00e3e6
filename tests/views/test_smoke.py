"""TEMP"""
import pytest
from tests.cast import assemble
pytestmark = pytest.mark.django_db
@pytest.mark.parametrize("path", ["/", "/lessons/", "/lessons/first/", "/practice/", "/review/", "/exams/", "/exams/mini/", "/glossary/", "/account/"])
def test_pages(path):
    cast = assemble()
    for c in (cast.owner, cast.nobody):
        r = c.get(path); assert r.status_code == 200

"""export_cards: the published cards in a file."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from studyapp.models import Release
from studyapp.queries.cardfiles import anki_package, card_table
from tests.factories.study import course

pytestmark = pytest.mark.django_db


def test_both_formats(tmp_path: Path) -> None:
    for format, writer in (("apkg", anki_package), ("csv", card_table)):
        out, target = StringIO(), tmp_path / f"cards.{format}"
        call_command("export_cards", format=format, to=target, stdout=out)
        assert out.getvalue() == f"The cards are in {target}.\n"
        assert target.read_bytes() == writer(course().key)


def test_before_anything_is_published(tmp_path: Path) -> None:
    Release.objects.all().delete()
    with pytest.raises(CommandError, match="Nothing is published"):
        call_command("export_cards", format="csv", to=tmp_path / "a.csv")

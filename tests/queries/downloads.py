"""A download, opened."""

import csv
import io
import json
from typing import Any
from zipfile import ZipFile

from studyapp.actions.calendars import open_feed
from studyapp.models import Answer, Learner, ParameterSet
from studyapp.queries.export import archive
from tests.factories.classes import took_part
from tests.factories.keys import repaired_result
from tests.factories.study import NOON, MemoryFactory, card_of, graded
from tests.factories.work import report_by, studied


def unzipped(learner: Learner) -> dict[str, str]:
    """The files of the download by name."""
    with ZipFile(io.BytesIO(b"".join(archive(learner, now=NOON)))) as zipped:
        assert zipped.testzip() is None
        return {name: zipped.read(name).decode() for name in zipped.namelist()}


def document(learner: Learner) -> Any:
    """The JSON document."""
    return json.loads(unzipped(learner)["in-transit.json"])


def table(learner: Learner, name: str) -> list[dict[str, str]]:
    """A table by its columns."""
    text = unzipped(learner)[name]
    assert text[0] == "\ufeff"
    return list(csv.DictReader(io.StringIO(text[1:])))


def with_everything(learner: Learner, times: int = 2) -> Learner:
    """A learner with rows in every table."""
    studied(learner, times=times)
    graded(MemoryFactory.create(learner=learner, card=card_of("card-k1-9")))
    report_by(learner, answer=Answer.objects.filter(learner=learner).first())
    repaired_result(learner)
    ParameterSet.objects.create(
        learner=learner,
        number=1,
        parameters=[0.5] * 21,
        optimizer="test",
        fitted_at=NOON,
        fitted_on=400,
        held_out=100,
        loss_before=0.4,
        loss_after=0.3,
        adopted=True,
    )
    took_part(learner)
    open_feed(learner=learner, now=NOON)
    return learner

"""What every kind of content file is made of: the base of all documents and the shapes of their texts."""

from datetime import date
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

SLUG = r"^[a-z0-9]+(-[a-z0-9]+)*$"
OBJECTIVE_ID = r"^[A-Z][0-9]{1,2}$"
HTTPS_URL = r"^https://[^\s<>\"]+$"

Slug = Annotated[str, StringConstraints(pattern=SLUG, max_length=80)]
ObjectiveId = Annotated[str, StringConstraints(pattern=OBJECTIVE_ID)]
HttpsUrl = Annotated[str, StringConstraints(pattern=HTTPS_URL, max_length=500)]
Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Objectives = Annotated[tuple[ObjectiveId, ...], Field(min_length=1)]


class Document(BaseModel):
    """Base of everything an author can write."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Located(Document):
    """A document that knows where it was written."""

    file: str
    line: int = 1


class Source(Document):
    """Where a claim comes from and the day somebody last looked."""

    title: Text
    url: HttpsUrl
    checked: date

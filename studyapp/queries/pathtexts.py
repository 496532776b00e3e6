"""The paths of the published course, as the catalogue holds them."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from studyapp.domain.pathdocuments import Challenge, NetworkPath
from studyapp.domain.paths import evaluate, start
from studyapp.domain.paths_results import Verdict
from studyapp.domain.paths_tall import strip
from studyapp.models import LabPath


@dataclass(frozen=True)
class PathText:
    """A path and its texts as HTML, by the names that `pathdocuments.texts_of` gives them."""

    pk: int
    digest: str
    path: NetworkPath
    texts: Mapping[str, str]

    @property
    def slug(self) -> str:
        """Its id, as in its address."""
        return self.path.id

    @property
    def url(self) -> str:
        """Its page in the lab."""
        return f"/paths/{self.path.id}/"

    @cached_property
    def at_start(self) -> Verdict:
        """What the path comes to as it stands at the start."""
        return evaluate(self.path, start(self.path))

    @cached_property
    def strip(self) -> str:
        """The path at its start as a thin line, in SVG."""
        return strip(self.path, self.at_start)

    @property
    def glance(self) -> str:
        """What the strip shows, in words."""
        bare = sum(not hop.encrypted for hop in self.at_start.hops)
        return f"{bare} of {len(self.at_start.hops)} hops in the clear at the start"

    def challenge(self, name: str) -> Challenge | None:
        """The challenge with this id, if the path has it."""
        return next((challenge for challenge in self.path.challenges if challenge.id == name), None)


def path_texts() -> tuple[PathText, ...]:
    """Every path that is published, in order. One query."""
    return tuple(
        PathText(row.pk, row.digest, NetworkPath.model_validate(row.document), row.texts)
        for row in LabPath.objects.filter(retired_at=None)
    )

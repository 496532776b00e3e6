"""Static files under hashed names, which browsers keep for ever. The sheet of all pages is one file."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from posixpath import dirname, join
from typing import Any

from whitenoise.storage import CompressedManifestStaticFilesStorage

type Sources = Mapping[str, tuple[Any, str]]
"""Of each name the storage it is found in, and the path there: Django's `found_files`."""

JOINED = "css/site.css"  # a browser that has to ask for each of its parts shows a page the later
_IMPORT = re.compile(r'^@import "([^"]+)";$', re.MULTILINE)
_FOR_READERS = re.compile(r"/\*.*?\*/|(?<=\n)\s+", re.DOTALL)


class HashedStaticFiles(CompressedManifestStaticFilesStorage):  # type: ignore[misc]  # comes without types
    """WhiteNoise's storage, which also rewrites `import "./x.js"` to the hashed name."""

    support_js_module_import_aggregation = True

    def post_process(self, paths: Sources, dry_run: bool = False, **options: Any) -> Iterator[Any]:
        """As in Django, with the sheet joined first, from its parts as they are written."""
        if JOINED in paths and not dry_run:
            sheet = Path(self.path(JOINED))
            sheet.unlink(missing_ok=True)  # it may be a link to the source
            sheet.write_text(joined(JOINED, paths), encoding="utf-8")
            paths = {**paths, JOINED: (self, JOINED)}
        yield from super().post_process(paths, dry_run, **options)


def joined(name: str, paths: Sources) -> str:
    """A sheet with what it imports, without comments and indents. KeyError for a file that is not there."""
    storage, path = paths[name]
    with storage.open(path) as file:
        text = file.read().decode()
    whole = _IMPORT.sub(lambda found: joined(join(dirname(name), found[1]), paths), text)
    return _FOR_READERS.sub("", whole)

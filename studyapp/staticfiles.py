"""Static files under hashed names, which browsers keep for ever; our own without what only readers see."""

import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from posixpath import dirname, join
from typing import Any

from whitenoise.storage import CompressedManifestStaticFilesStorage

type Sources = Mapping[str, tuple[Any, str]]
"""Of each name the storage it is found in, and the path there: Django's `found_files`."""

JOINED = "css/site.css"  # a browser that has to ask for each of its parts shows a page the later
_IMPORT = re.compile(r'^@import "([^"]+)";$', re.MULTILINE)
_BETWEEN = re.compile(r'("[^"]*")|(?:\s|/\*.*?\*/)+', re.DOTALL)
_LINE_FOR_READERS = re.compile(r"^[ \t]*(?://.*|/\*.*\*/)?$\n?|^[ \t]+", re.MULTILINE)
_LAST_WORDS = re.compile(r"""^((?:[^"'`/\n]|"[^"\\\n]*")*[;,{}()\[\]]) +//.*$""", re.MULTILINE)
_NEEDLESS = re.compile(
    r'("[^"]*"|@supports[^{]*)| ?([{};,>]) ?|(?<=:) '
)  # before a colon a space says something, "p :is(a, b)"; the words of a condition stay as they are


class HashedStaticFiles(CompressedManifestStaticFilesStorage):  # type: ignore[misc]  # comes without types
    """WhiteNoise's storage, which also rewrites `import "./x.js"` to the hashed name."""

    support_js_module_import_aggregation = True

    def post_process(self, paths: Sources, dry_run: bool = False, **options: Any) -> Iterator[Any]:
        """As in Django, with our own files minified first, from their sources and not from what is there."""
        ours = [name for name in paths if name.partition("/")[0] in MINIFIERS and not dry_run]
        for name in ours:
            kept = Path(self.path(name))
            kept.unlink(missing_ok=True)  # it may be a link to the source
            kept.write_text(minified(name, paths), encoding="utf-8")
        yield from super().post_process(
            {**paths, **{name: (self, name) for name in ours}}, dry_run, **options
        )


def minified_sheet(text: str) -> str:
    """A sheet without comments, and with spaces only where they mean something."""
    single = _BETWEEN.sub(lambda found: found[1] or " ", text)
    return _NEEDLESS.sub(lambda found: found[1] or found[2] or "", single).replace(";}", "}").strip()


def minified_script(text: str) -> str:
    """A script without indents, and without the comments of which no reading of JavaScript could doubt.

    What follows a slash or an odd quotation mark in its line may be part of a string or a pattern, and stays.
    So do the ends of lines, which mean something. No template may go over lines.
    """
    return _LINE_FOR_READERS.sub("", _LAST_WORDS.sub(r"\1", text))


MINIFIERS: Mapping[str, Callable[[str], str]] = {"css": minified_sheet, "js": minified_script}  # by folder


def minified(name: str, paths: Sources) -> str:
    """What a browser needs of one of our own files. KeyError where it imports a sheet that is not there."""
    text = joined(name, paths) if name == JOINED else written(name, paths)
    return MINIFIERS[name.partition("/")[0]](text)


def joined(name: str, paths: Sources) -> str:
    """A sheet with what it imports. KeyError for a file that is not there."""
    return _IMPORT.sub(lambda found: joined(join(dirname(name), found[1]), paths), written(name, paths))


def written(name: str, paths: Sources) -> str:
    """A file as it stands in the repository."""
    storage, path = paths[name]
    with storage.open(path) as file:
        text: str = file.read().decode()
    return text

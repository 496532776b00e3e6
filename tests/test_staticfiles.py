"""The sheet of all pages is served as one file, with everything that its parts say."""

import re
from pathlib import Path

import pytest
from django.contrib.staticfiles.finders import get_finders
from django.core.files.storage import FileSystemStorage

from studyapp.staticfiles import JOINED, HashedStaticFiles, Sources, joined

STATIC = Path(__file__).parent.parent / "static"


@pytest.fixture
def sources(tmp_path: Path) -> Sources:
    """A sheet of two parts, one of them with a part of its own."""
    texts = {
        "css/site.css": '/* all */\n@layer a, b;\n@import "one.css";\n@import "two.css";\n',
        "css/one.css": "p {\n  color: red; /* a note */\n}\n",
        "css/two.css": '@import "deep/three.css";\n',
        "css/deep/three.css": 'a::before { content: "\\201c"; }\n',
    }
    storage = FileSystemStorage(tmp_path / "from")
    for name, text in texts.items():
        path = tmp_path / "from" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return {name: (storage, name) for name in texts}


def test_parts_stand_where_they_are_imported(sources: Sources) -> None:
    whole = '\n@layer a, b;\np {\ncolor: red; \n}\na::before { content: "\\201c"; }\n'
    assert joined("css/site.css", sources) == whole


def test_a_part_that_is_not_there_is_a_fault(sources: Sources) -> None:
    with pytest.raises(KeyError, match=r"css/two\.css"):
        joined("css/site.css", {name: found for name, found in sources.items() if name != "css/two.css"})


def test_what_is_served_is_joined_anew_each_time(sources: Sources, tmp_path: Path) -> None:
    storage = HashedStaticFiles(tmp_path / "to", base_url="/static/")
    names = []
    for colour in ("red", "green"):
        (tmp_path / "from" / "css/one.css").write_text(f"p {{ color: {colour}; }}\n", encoding="utf-8")
        for name, (source, path) in sources.items():
            with source.open(path) as file:
                storage.delete(name)
                storage.save(name, file)
        found = {name: new for name, new, _ in storage.post_process(dict(sources))}
        names.append(found[JOINED])
        for kept in (JOINED, found[JOINED]):
            text = (tmp_path / "to" / kept).read_text(encoding="utf-8")
            assert (f"color: {colour};" in text, "@import" in text) == (True, False)
    assert len(set(names)) == 2


def test_the_sheet_of_the_site_says_all_that_its_parts_say() -> None:
    sources = {
        name: (storage, name)
        for finder in get_finders()
        for name, storage in finder.list([])
        if name.startswith("css/")
    }
    whole = joined(JOINED, sources)
    parts = re.findall(r'@import "([^"]+)"', (STATIC / JOINED).read_text(encoding="utf-8"))
    assert len(parts) == 10
    for part in parts:
        rules = re.sub(r"/\*.*?\*/", "", (STATIC / "css" / part).read_text(encoding="utf-8"), flags=re.DOTALL)
        lines = [line.strip() for line in rules.splitlines() if line.strip()]
        assert [line for line in lines if line not in whole] == []

"""What is served says all that was written: the sheet of all pages is one file, and our own are minified."""

import re
from pathlib import Path

import pytest
from django.contrib.staticfiles.finders import get_finders
from django.core.files.storage import FileSystemStorage
from pygments.lexers.javascript import JavascriptLexer

from studyapp.staticfiles import (
    JOINED,
    HashedStaticFiles,
    Sources,
    joined,
    minified,
    minified_script,
    minified_sheet,
)

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
    whole = '@layer a,b;p{color:red}a::before{content:"\\201c"}'
    assert minified("css/site.css", sources) == whole


def test_a_part_that_is_not_there_is_a_fault(sources: Sources) -> None:
    with pytest.raises(KeyError, match=r"css/two\.css"):
        joined("css/site.css", {name: found for name, found in sources.items() if name != "css/two.css"})


def collected(sources: Sources, folder: Path) -> dict[str, str]:
    """The hashed names under which these files are served from a folder."""
    storage = HashedStaticFiles(folder, base_url="/static/")
    for name, (source, path) in sources.items():
        with source.open(path) as file:
            storage.delete(name)
            storage.save(name, file)
    return {name: new for name, new, _ in storage.post_process(dict(sources))}


def test_what_is_served_is_joined_anew_each_time(sources: Sources, tmp_path: Path) -> None:
    names = []
    for colour in ("red", "green"):
        (tmp_path / "from" / "css/one.css").write_text(f"p {{ color: {colour}; }}\n", encoding="utf-8")
        found = collected(sources, tmp_path / "to")
        names.append(found[JOINED])
        for kept in (JOINED, found[JOINED]):
            text = (tmp_path / "to" / kept).read_text(encoding="utf-8")
            assert (f"color:{colour}}}" in text, "@import" in text) == (True, False)
    assert len(set(names)) == 2


def test_scripts_of_others_stay_as_they_are(tmp_path: Path) -> None:
    names = ("js/a.js", "vendor/a.js")
    for name in names:
        path = tmp_path / "from" / name
        path.parent.mkdir(parents=True)
        path.write_text("let a = 1; // one\n", encoding="utf-8")
    storage = FileSystemStorage(tmp_path / "from")
    found = collected({name: (storage, name) for name in names}, tmp_path / "to")
    texts = [(tmp_path / "to" / found[name]).read_text("utf-8") for name in names]
    assert texts == ["let a = 1;\n", "let a = 1; // one\n"]


def test_a_sheet_keeps_the_spaces_that_mean_something() -> None:
    rules = """
    a :is(b, c) > d, e:not(.f) { /* note */ width: calc(1px + 2px); content: "a { b;  }" }
    @media (min-width: 1px) and (scripting) { g { color: oklch(1 2 / 3); } }
    """
    assert minified_sheet(rules) == (
        'a :is(b,c)>d,e:not(.f){width:calc(1px + 2px);content:"a { b;  }"}'
        "@media (min-width:1px) and (scripting){g{color:oklch(1 2 / 3)}}"
    )


def test_a_script_keeps_whatever_might_be_more_than_a_comment() -> None:
    code = """// The head.

/* ---- a part ---- */
/** What it does. */
  const a = "x // y"; // one
    const b = () => /(?:^|; |"\\/\\/)c=/.exec(`${a ? ` // ${a}` : ""}`); // two
  f({ "d": 'e // f', // three
    g,  // four
  });
"""
    assert (
        minified_script(code)
        == """const a = "x // y";
const b = () => /(?:^|; |"\\/\\/)c=/.exec(`${a ? ` // ${a}` : ""}`); // two
f({ "d": 'e // f', // three
g,
});
"""
    )


def ours(folder: str) -> Sources:
    """Our own files under a folder of static/."""
    return {
        name: (storage, name)
        for finder in get_finders()
        for name, storage in finder.list([])
        if name.startswith(folder)
    }


def test_the_sheet_of_the_site_says_all_that_its_parts_say() -> None:
    sources = ours("css/")
    whole = minified(JOINED, sources)
    parts = re.findall(r'@import "([^"]+)"', (STATIC / JOINED).read_text(encoding="utf-8"))
    assert len(parts) == 10
    assert [part for part in parts if minified(f"css/{part}", sources) not in whole] == []


def tokens(script: str) -> list[tuple[str, str]]:
    """A script as it is understood: without comments and the space between, with all that strings hold."""
    read = [(str(kind), text) for kind, text in JavascriptLexer().get_tokens(script)]
    return [
        (kind, text) for kind, text in read if ".Comment" not in kind and (text.strip() or ".String" in kind)
    ]


@pytest.mark.parametrize("name", sorted(ours("js/")))
def test_a_minified_script_says_what_was_written(name: str) -> None:
    written = (STATIC / name).read_text(encoding="utf-8")
    assert tokens(minified(name, ours("js/"))) == tokens(written)

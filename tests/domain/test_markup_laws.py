"""Whatever an author writes, nothing dangerous gets out."""

import re
from html.parser import HTMLParser

from hypothesis import given, settings
from hypothesis import strategies as st

from studyapp.domain.markup import Markup
from tests.domain import samplecourse as sample

MARKUP = Markup(sample.course(terms=[sample.term("MACsec")]))
CHECKS = {f"tls-p{at}" for at in range(16)}


class Danger(HTMLParser):
    """Collects whatever a page must never hold."""

    TAGS = ("script", "style", "img", "iframe", "object", "embed", "form", "input", "link", "meta", "base")
    TARGETS = r"https://|/lessons/|/paths/[a-z-]+/|/glossary/#|#"
    ATTRIBUTES = ("style", "src", "srcset", "srcdoc", "action", "formaction", "xlink:href")

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in self.TAGS:
            self.found.append(tag)
        for name, value in attrs:
            if name in self.ATTRIBUTES or name.startswith("on"):
                self.found.append(name)
            if name == "href" and not re.match(self.TARGETS, value or ""):
                self.found.append(f"href={value}")


ATTEMPTS = r"""
<script>alert(1)</script>
<img src=x onerror=y>
<a href="javascript:x" style="y">
<svg onload=x>
<!-- c
-->
<javascript://x>
<https://a.b/"onclick=x>
&lt;script&gt;
&#60;script&#62;
[a](javascript:alert(1))
[a](<data:text/html,x>)
[r]: javascript:x "t"
![x][r]
![x](https://e.v/x.png)
![x](diagrams/hop.svg)
{: style="x" onclick="y"}
[^1]
[^1]: note
[^2]: /// key <i>
``` {.py style="x" onclick="y"}
```py title="<script>" data-x="<img>"
```
~~~
/// key | T
/// deep | <b>x
/// path | web
/// check | tls-p0
///
    attrs: {onclick: "x", style: "y"}
<section class="check" data-id="x"></section>
<div class="highlight">
- a
  - b
> q
> > q
a b c
---
MACsec
"""
SIGNS = ('"', "[", "](", "<", ">", "*", "**", "_", "`", "\\", "\n", "\n\n", "\x02", "\x03", "wzxhzdk:0")
TABLE = "| a | <b>b</b> |\n|:-:|---|\n| `|` | x |"
BITS = st.one_of(st.sampled_from([*ATTEMPTS.splitlines(), *SIGNS, TABLE]), st.text(max_size=6))


@settings(deadline=None)
@given(st.lists(BITS, max_size=25).map("".join))
def test_no_text_gets_anything_dangerous_out(text: str) -> None:
    rendered = MARKUP.lesson(sample.lesson().model_copy(update={"body": text}))
    short, _ = MARKUP.text(text, file="f", line=1)
    danger = Danger()
    danger.feed("".join(part.value for part in rendered.parts if part.kind == "html") + short)
    danger.close()
    assert danger.found == []
    assert {part.value for part in rendered.parts if part.kind == "check"} <= CHECKS

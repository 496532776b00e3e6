"""One small file of every kind, as an author writes them."""

COURSE = """\
id: sample
title: Sample
summary: A sample.
exam:
  code: ANS-C01
  name: Advanced Networking
  questions: 65
  scored: 50
  unscored: 15
  minutes: 170
  scale: [100, 1000]
  pass_mark: 750
  facts:
    - {label: Questions, value: "65", sources: [{title: A page, url: "https://x.y/", checked: 2026-11-23}]}
objectives:
  - {id: K1, short: One, title: The one objective}
lessons: [late, early]
"""
LESSON = """\
---
id: early
title: Early
summary: A lesson.
objectives: [K1]
minutes: 12
needs: []
sources:
  - {title: A page, url: "https://x.y/", checked: 2026-11-23}
---

## First

Text.
"""
QUESTION = """\
---
id: tls-a
objectives: [K1]
lesson: early
kind: single
difficulty: 3
pool: practice
sources: ["https://x.y/"]
checked: 2026-11-23
---
A stem
with - [x] inside:

- a bullet

Which?

- [ ] First
  > Why not.
- [x] Second
  goes on
  ```json
  > not a rationale
    {"deep": 1}
  ```

  > Why it is
  > in two lines.
  >
  > ```text
  > code
  > ```

**Takeaway.** Remember
this.
"""
CARDS = """\
# Cards of a topic

## port-speeds
objectives: K1, S2 · lesson: early · source: https://x.y/a·b

Which speeds?

---

100 Gbps.

## second
objectives: K1 · lesson: late · source: https://x.y/

```text
## not a heading
---
```
---
Yes.
"""
GLOSSARY = """\
## MACsec
id: macsec · lesson: early · also: 802.1AE, MAC security

One sentence.
"""
EXAM = """\
id: form
title: Form
minutes: 52
pool: exam
pass_mark: 750
blueprint: {K1: 2}
"""
PATH = """\
id: web
title: Web
summary: A page.
carries: a name
objectives: [K1]
lessons: [early]
nodes: [{id: a, kind: client, owner: outside}, {id: b, kind: alb, owner: aws}]
hops: [{id: edge, from: a, to: b, speaks: HTTP, over: internet}]
controls:
  - id: tls
    label: HTTPS
    say: x
    layer: TLS
    from: a
    to: b
    run_by: aws
    set_by: customer
    keys: aws
    default: off
    source: https://x.y/
    checked: 2026-11-23
challenges:
  - id: all
    title: All
    ask: Do.
    objectives: [K1]
    must: {every_hop: [encrypted], plaintext_at: [a, b]}
    par: 1
    hints: [Look.]
    solved: Because.
"""
SVG = """\
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 640 200" role="img" aria-labelledby="hop-title hop-desc">
<title id="hop-title">Hop</title><desc id="hop-desc">Two nodes.</desc></svg>
"""
FILES = {
    "course.yaml": COURSE,
    "lessons/010-early.md": LESSON,
    "lessons/020-late.md": LESSON.replace("id: early", "id: late"),
    "questions/tls/tls-a.md": QUESTION,
    "cards/tls.md": CARDS,
    "glossary.md": GLOSSARY,
    "exams/form.yaml": EXAM,
    "paths/web.yaml": PATH,
    "diagrams/hop.svg": SVG,
}

"""A small path with one of everything: a choice, a switch, what is always there, a node that may go."""

SOURCE = "https://docs.example.com/page"
PATH = f"""\
id: web
title: A small web path
summary: Two stretches with a **proxy** between them.
carries: the order
objectives: [K1]
lessons: [first]
nodes:
  - {{id: browser, kind: client, owner: outside, label: Browser}}
  - {{id: proxy, kind: alb, owner: aws, label: Proxy, only_with: http or https}}
  - {{id: app, kind: ec2, owner: customer, label: Application}}
hops:
  - {{id: edge, from: browser, to: proxy, speaks: HTTP, over: internet}}
  - {{id: backend, from: proxy, to: app, speaks: HTTP, over: aws}}
controls:
  - id: http
    label: HTTP listener
    say: In the clear.
    run_by: aws
    set_by: customer
    choice: listener
    default: on
    source: {SOURCE}
    checked: 2026-11-23
  - id: https
    label: HTTPS listener
    say: The proxy reads.
    layer: TLS
    from: browser
    to: proxy
    run_by: aws
    set_by: customer
    keys: aws
    choice: listener
    proves: {{proxy: browser}}
    changes: [proxy]
    requires: [A certificate.]
    mbps: 1000
    effort: 1
    cost: A handshake
    source: {SOURCE}
    checked: 2026-11-23
  - id: direct
    label: No listener
    say: Straight through.
    run_by: customer
    set_by: customer
    choice: listener
    distractor: true
    source: {SOURCE}
    checked: 2026-11-23
  - id: targets
    label: TLS to the application
    say: Only behind an HTTPS listener.
    layer: TLS
    from: proxy
    to: app
    run_by: shared
    set_by: customer
    keys: both
    needs: [https]
    falls_back: true
    effort: 2
    source: {SOURCE}
    checked: 2026-11-23
  - id: fabric
    label: The fabric
    say: Always there, and it hides nothing from its ends.
    layer: GRE
    from: proxy
    to: app
    run_by: aws
    set_by: aws
    default: always
    source: {SOURCE}
    checked: 2026-11-23
challenges:
  - id: every-hop
    title: Every hop
    ask: Encrypt every hop.
    objectives: [K1]
    must: {{every_hop: [encrypted]}}
    par: 2
    hints: [Look at both hops., The second needs the first.]
    solved: Two sessions, one behind the other.
  - id: first-hop
    title: The first hop
    ask: Refuse plaintext on the internet.
    objectives: [K1]
    must: {{hops: {{edge: [enforced]}}}}
    par: 1
    hints: [Which listener refuses?]
    solved: The HTTPS listener does.
"""
THREE = f"""\
{PATH}\
  - id: one-hop
    title: Who the proxy is
    ask: Let the browser check who answers.
    objectives: [K1]
    must: {{proved: {{proxy: browser}}}}
    par: 1
    hints: [Who has a certificate?]
    solved: The proxy has.
"""
"""The same path with a third challenge."""
SOLVED = {"drawn": "1", "in-listener": "https", "on": "targets"}
"""The fields of the first challenge's solution."""

"""What can be measured on a page as it stands: accessibility, width, focus, motion."""

from typing import Any, Literal

from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]  # comes without types
from playwright.sync_api import Page, expect

AXE = Axe()
# Axe fetches sheets for one rule, that nothing is locked to an orientation, and would put what they import
# into the page, which its policy forbids. No sheet asks for an orientation: tests/house/test_sheets.py.
NO_SHEETS = {"preload": False}
# Off by default, as WCAG 2.2 is newer than most laws: targets of at least 24 by 24 px, or with room around.
ALL_RULES = {**NO_SHEETS, "resultTypes": ["violations"], "rules": {"target-size": {"enabled": True}}}
COLOURS = {**NO_SHEETS, "resultTypes": ["violations"], "runOnly": ["color-contrast"]}
# Half-way through a transition a colour is neither here nor there. In folded details none ever ends. What
# waits until it comes near is laid out first: axe looks at that, too, and its scheme would change only then.
RUN = """async (options) => {
  const near = new CSSStyleSheet();
  near.replaceSync("* { content-visibility: visible !important; }");
  document.adoptedStyleSheets.push(near);
  const shown = document.getAnimations().filter((animation) => animation.effect.target.checkVisibility());
  await Promise.allSettled(shown.map((animation) => animation.finished));
  const found = await axe.run(options);
  document.adoptedStyleSheets = document.adoptedStyleSheets.filter((sheet) => sheet !== near);
  return found.violations;
}"""

TOO_WIDE = """() => {
  const room = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= room) return [];
  const inside = (element) => {
    for (let box = element.parentElement; box; box = box.parentElement) {
      if (["auto", "scroll", "hidden", "clip"].includes(getComputedStyle(box).overflowX)) return true;
    }
    return false;
  };
  return [...document.body.querySelectorAll("*")]
    .filter((element) => element.getBoundingClientRect().right > room + 1 && !inside(element))
    .map((element) => element.outerHTML.slice(0, 120));
}"""

# The focused element, or the label or row that stands for it, has an outline and is on the screen.
FOCUS = """() => {
  const focused = document.activeElement;
  const about = [focused, focused.closest("label, li")].filter(Boolean);
  const shown = about.some((element) => {
    const style = getComputedStyle(element);
    const box = element.getBoundingClientRect();
    return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0
      && box.width > 1 && box.height > 1
      && box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
  });
  return { shown, element: focused.outerHTML.slice(0, 160) };
}"""

MOVING = """() => [...document.querySelectorAll("*")].filter((element) => {
  const style = getComputedStyle(element);
  const lasts = style.transitionDuration.split(", ").some((time) => parseFloat(time) > 0);
  return lasts || style.animationName !== "none" || style.scrollBehavior === "smooth";
}).length"""


def barriers(page: Page) -> list[str]:
    """What axe finds in the colours shown, one line for each element: rule, element, reason."""
    return _run_axe(page, ALL_RULES)


def barriers_in_light_and_dark(page: Page) -> list[str]:
    """The same in both schemes; all but the contrast of colours is alike in both, and looked at once."""
    found = []
    schemes: list[tuple[Literal["light", "dark"], dict[str, Any]]] = [("light", ALL_RULES), ("dark", COLOURS)]
    for scheme, rules in schemes:
        page.emulate_media(color_scheme=scheme)
        found += [f"{scheme}: {line}" for line in _run_axe(page, rules)]
    return found


def _run_axe(page: Page, options: dict[str, Any]) -> list[str]:
    if page.evaluate("() => !window.axe"):
        page.evaluate(AXE.axe_script)
    found: list[dict[str, Any]] = page.evaluate(RUN, options)
    return [
        f"{rule['id']}: {node['html'][:160]} ({node['failureSummary']})"
        for rule in found
        for node in rule["nodes"]
    ]


def too_wide(page: Page) -> list[str]:
    """The elements that make the page scroll sideways; none if it does not."""
    found: list[str] = page.evaluate(TOO_WIDE)
    return found


def assert_focus_is_visible(page: Page) -> None:
    """Whoever looks can tell where the keyboard is."""
    focus = page.evaluate(FOCUS)
    assert focus["shown"], f"focus cannot be seen: {focus['element']}"


def moving(page: Page) -> int:
    """How many elements may move by themselves or when touched."""
    count: int = page.evaluate(MOVING)
    return count


def wait_for_htmx(page: Page) -> None:
    """Until htmx has taken over what it swapped in; before, a form there would be sent the plain way."""
    expect(page.locator(".htmx-request, .htmx-added, .htmx-settling")).to_have_count(0)

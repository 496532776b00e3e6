"""Filling in a question of the small course, whose words say what is right."""

import re

from playwright.sync_api import Locator, expect

NUMBERS = ("one", "two", "three", "four")


def kind_of(form: Locator) -> str:
    """single, multiple, ordering or matching, told by its controls."""
    if form.locator(".place").count():
        return "ordering"
    if form.locator(".match").count():
        return "matching"
    return "multiple" if form.get_by_role("checkbox").count() else "single"


def answer(form: Locator, *, right: bool, scripts: bool = True) -> None:
    """Choose an answer of any kind; an ordering or matching that is not `right` has two things swapped."""
    kind = kind_of(form)
    if kind == "ordering":
        words = NUMBERS if right else (NUMBERS[1], NUMBERS[0], *NUMBERS[2:])
        order(form, words, scripts=scripts)
    elif kind == "matching":
        match(form, right=right)
    elif kind == "multiple":
        for name in ("Right one", "Right two" if right else "Wrong alpha"):
            form.get_by_role("checkbox", name=name).check()
    else:
        form.get_by_role("radio", name="Right of" if right else "Wrong alpha").check()


def order(form: Locator, words: tuple[str, ...], *, scripts: bool) -> None:
    """Bring the steps into this order: with the buttons, or with the lists where no script runs."""
    for place, word in enumerate(words, start=1):
        row = form.locator(".place", has_text=f"Step {word} of")
        if not scripts:
            row.get_by_role("combobox").select_option(str(place))
            continue
        expect(row.locator(".letter")).to_have_text(re.compile(r"\d"))  # the script has numbered the steps
        for _ in range(int(row.locator(".letter").inner_text()) - place):
            row.get_by_role("button", name="Move up").click()


def match(form: Locator, *, right: bool) -> None:
    """Choose a right side for every left one."""
    labels = form.locator(".match label").all_inner_texts()
    sides = [re.sub(r"^\s*Left", "Right side", label).strip() for label in labels]
    if not right:
        sides = [*sides[1:], sides[0]]
    for label, side in zip(labels, sides, strict=True):
        form.get_by_label(label.strip()).select_option(label=side)

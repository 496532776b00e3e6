"""Where the focus goes after a refusal."""

import re

from django import forms


class Example(forms.Form):
    """A hidden field, a group, two fields, of which the second has the focus where nothing was refused."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    kind = forms.ChoiceField(choices=[("a", "A"), ("b", "B")], widget=forms.RadioSelect)
    first = forms.IntegerField()
    second = forms.IntegerField(widget=forms.NumberInput(attrs={"autofocus": True}))


def focused(form: forms.Form) -> list[str]:
    """The names of the controls that ask for the focus."""
    tags = re.findall(r"<(?:input|select|textarea)[^>]*>", form.as_div())
    return [re.findall(r'name="(\w+)"', tag)[0] for tag in tags if " autofocus" in tag]


def test_the_first_fault_has_the_focus() -> None:
    good = {"version": "1", "kind": "a", "first": "1", "second": "2"}
    assert focused(Example()) == ["second"]
    assert focused(Example(good)) == ["second"]
    assert focused(Example({**good, "first": "x"})) == ["first"]
    assert focused(Example({**good, "first": "x", "second": "y"})) == ["first"]
    assert focused(Example({**good, "second": "y"})) == ["second"]


def test_what_is_hidden_or_a_group_takes_no_focus() -> None:
    good = {"version": "1", "kind": "a", "first": "1", "second": "2"}
    assert focused(Example({**good, "version": "x", "first": "x"})) == ["first"]
    assert focused(Example({**good, "version": "x"})) == ["second"]
    assert focused(Example({**good, "kind": "x", "first": "y"})) == []


def test_a_fault_of_the_whole_leaves_the_focus_where_it_was() -> None:
    form = Example({"version": "1", "kind": "a", "first": "1", "second": "2"})
    form.add_error(None, "They do not belong together.")
    assert focused(form) == ["second"]

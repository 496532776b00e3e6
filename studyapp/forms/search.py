"""What somebody looks for."""

from django import forms

from studyapp.domain.searchdocuments import KINDS

LONGEST = 100


class SearchForm(forms.Form):
    """A few words, and one kind of thing or, if none is named, all of them."""

    q = forms.CharField(
        label="Search the course",
        max_length=LONGEST,
        required=False,
        error_messages={"max_length": f"Please say it in {LONGEST} signs or fewer."},
    )
    kind = forms.ChoiceField(choices=[("", "All"), *KINDS.items()], required=False)

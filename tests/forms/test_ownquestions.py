"""A question as it is typed, and a file of several: what may be sent."""

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict

from studyapp.forms.ownquestions import LONGEST_BODY, ImportForm, QuestionForm

PLACES: dict[str, Any] = {"objectives": [("K1", "K1 · Options")], "lessons": [("first", "1 · First")]}


def form(**fields: str) -> QuestionForm:
    sent = QueryDict(mutable=True)
    sent.update({"kind": "single", "difficulty": "3", "objective": "K1", "lesson": "first", "body": " a\n"})
    for name, value in fields.items():
        sent[name] = value
    return QuestionForm(sent, **PLACES)


def test_a_question_comes_out_as_typed() -> None:
    sound = form(sources=" https://a.example/x \r\nhttps://b.example\nhttps://b.example")
    assert sound.is_valid()
    assert sound.cleaned_data == {
        "kind": "single",
        "difficulty": 3,
        "objective": "K1",
        "lesson": "first",
        "body": " a\n",
        "sources": ("https://a.example/x", "https://b.example"),
        "over": None,
    }


def test_what_is_not_offered_is_refused() -> None:
    for name, value in (
        ("kind", "essay"),
        ("difficulty", "5"),
        ("objective", "K2"),
        ("lesson", "second"),
        ("body", "a" * (LONGEST_BODY + 1)),
        ("sources", "http://a.example"),
        ("sources", "javascript:alert(1)"),
        ("sources", " ".join(f"https://{n}.example" for n in range(9))),
    ):
        assert list(form(**{name: value}).errors) == [name], (name, value)


def test_a_file_comes_before_a_pasted_text_and_one_of_them_is_needed() -> None:
    sent = QueryDict("objective=K1&lesson=first&text=pasted")
    files = MultiValueDict({"file": [SimpleUploadedFile("a.txt", b"uploaded")]})
    both, pasted = ImportForm(sent, files, **PLACES), ImportForm(sent, **PLACES)
    assert (both.is_valid(), both.cleaned_data["data"]) == (True, b"uploaded")
    assert (pasted.is_valid(), pasted.cleaned_data["data"]) == (True, b"pasted")
    neither = ImportForm(QueryDict("objective=K1&lesson=first"), **PLACES)
    assert neither.errors == {"__all__": ["Choose a file, or paste a text."]}
    files = MultiValueDict({"file": [SimpleUploadedFile("a.txt", b" \n")]})
    empty = ImportForm(QueryDict("objective=K1&lesson=first"), files, **PLACES)
    assert empty.errors == {"__all__": ["This file is empty."]}

"""What is shown of a text: nothing added, nothing torn, and marked what was asked for."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from studyapp.domain.excerpts import Piece, excerpt, marked, nearest
from studyapp.domain.searchtext import sought
from tests.domain.fulltext import found

TEXT = st.lists(
    st.sampled_from(
        ["Keys", "keys,", "TLS", "1.3", "aws:SecureTransport", "<b>", "façade", "the", "x" * 30, "(EC2)"]
    )
).map(" ".join)
TYPED = st.sampled_from(["key", "tls 1.3", "secure transport", "facade tls", "xx", "ec2", "us-east-1", "e"])


def written(pieces: tuple[Piece, ...]) -> str:
    """The pieces as one text, marks in brackets."""
    return "".join(f"[{piece.text}]" if piece.marked else piece.text for piece in pieces)


def shown(text: str, typed: str) -> str:
    return written(marked(text, sought(typed)))


def test_what_is_marked() -> None:
    assert shown("Keys and a key, a keyring", "key") == "[Keys] and a [key], a [keyring]"
    assert shown("Keys and a key, a keyring", "key and") == "[Keys] [and] a [key], a keyring"
    assert (
        shown("TLS 1.3, not 1. 2 or 1.2; TLSv1.3_2025", "1.3") == "TLS [1.3], not 1. 2 or 1.2; [TLSv1.3]_2025"
    )
    assert shown("On us-east-1, US-EAST-1a", "us-east-1") == "On [us-east-1], [US-EAST-1a]"
    assert shown("aws:SecureTransport is false", "secure transport") == "aws:[SecureTransport] is false"
    assert shown("aws:SecureTransport is false", "secure-transport") == "aws:[SecureTransport] is false"
    assert shown("La façade", "FACADE") == "La [façade]"
    assert shown("EC2 and /28", "ec /28") == "[EC2] and [/28]"
    assert shown("Nothing", "else") == "Nothing"
    assert shown("", "else") == ""


def test_an_excerpt_is_the_stretch_with_most_of_what_was_asked_for() -> None:
    filler = " ".join(["nothing here"] * 30)
    text = f"keys {filler} keys again {filler} keys and certificates {filler} end"
    assert written(excerpt(text, sought("keys certificates"), width=120)) == (
        "… here nothing here nothing here nothing here nothing here [keys] and [certificates] nothing here"
        " nothing here nothing here …"
    )
    assert written(excerpt(text, sought("zebra"), width=20)) == "keys nothing here …"
    assert written(excerpt("short", sought("sho"))) == "[short]"


@given(TEXT, TYPED, st.integers(61, 200))
def test_an_excerpt_is_a_stretch_of_the_text(text: str, typed: str, width: int) -> None:
    pieces = excerpt(text, sought(typed), width=width)
    told = [piece for piece in pieces if piece.text not in ("… ", " …")]
    assert "".join(piece.text for piece in told) in text
    assert sum(len(piece.text) for piece in told) <= max(width, 31)
    assert all(piece.text for piece in pieces)
    for before, after in pairwise(pieces):
        assert before.marked or after.marked or {before.text, after.text} & {"… ", " …"}


@given(TEXT, TYPED)
def test_marks_change_no_letter_and_are_there_if_the_text_is_found(text: str, typed: str) -> None:
    pieces = marked(text, sought(typed))
    assert "".join(piece.text for piece in pieces) == text
    if found(typed, [text]):
        assert any(piece.marked for piece in pieces)
        assert any(piece.marked for piece in excerpt(text, sought(typed)))


def test_what_is_spelled_nearly_so() -> None:
    names = ["MACsec", "Forward secrecy", "TLS", "mTLS", "X.509"]
    assert nearest("macsce", names) == ("MACsec",)
    assert nearest("foward secrecy", names) == ("Forward secrecy",)
    assert nearest("zebra", names) == nearest("", names) == nearest("?", names) == ()

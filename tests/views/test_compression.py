"""Compression: what is compressed, with what, and that it is the same page afterwards."""

import gzip
from collections.abc import Iterator

import brotli
import pytest
from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.test import Client, RequestFactory

from studyapp.views.compression import SHORTEST, CompressionMiddleware
from tests.views.htmlpage import parse
from tests.views.pagefaults import page_faults

TEXT = b"Encryption ends where the session ends. " * 20


def passed_on(response: HttpResponseBase, accepts: str | None = "gzip, br") -> HttpResponseBase:
    """What the middleware makes of a response."""
    headers = {} if accepts is None else {"Accept-Encoding": accepts}
    return CompressionMiddleware(lambda _: response)(RequestFactory().get("/", headers=headers))


@pytest.mark.parametrize(
    ("accepts", "encoding"),
    [
        ("gzip, deflate, br, zstd", "br"),
        ("br", "br"),
        ("gzip,br", "br"),
        ("gzip, deflate", "gzip"),
        ("gzip", "gzip"),
        ("br;q=0, gzip", "gzip"),
        ("gzip;q=0", None),
        ("deflate, zstd", None),
        ("identity", None),
        ("bread, gzipped", None),
        ("", None),
        (None, None),
    ],
)
def test_the_first_encoding_that_the_browser_takes(accepts: str | None, encoding: str | None) -> None:
    response = passed_on(HttpResponse(TEXT), accepts)
    assert isinstance(response, HttpResponse)
    assert response.headers.get("Content-Encoding") == encoding
    assert response.headers["Vary"] == "Accept-Encoding"
    undo = {"br": brotli.decompress, "gzip": gzip.decompress}
    assert (undo[encoding](response.content) if encoding else response.content) == TEXT
    assert response.headers.get("Content-Length") == (str(len(response.content)) if encoding else None)
    assert len(response.content) <= len(TEXT)


@pytest.mark.parametrize(("length", "compressed"), [(0, False), (SHORTEST - 1, False), (SHORTEST, True)])
def test_short_answers_are_left_alone(length: int, compressed: bool) -> None:
    response = passed_on(HttpResponse(b"x" * length))
    assert response.has_header("Content-Encoding") is compressed
    assert response.has_header("Vary") is compressed


def test_what_is_compressed_already_is_left_alone() -> None:
    done = HttpResponse(TEXT, headers={"Content-Encoding": "gzip"})
    response = passed_on(done)
    assert isinstance(response, HttpResponse)
    assert (response.content, response.headers["Content-Encoding"]) == (TEXT, "gzip")


def test_a_stream_is_left_alone() -> None:
    def chunks() -> Iterator[bytes]:
        yield from [TEXT, TEXT]

    response = passed_on(StreamingHttpResponse(chunks()))
    assert isinstance(response, StreamingHttpResponse)
    assert not response.has_header("Content-Encoding")
    assert response.getvalue() == TEXT + TEXT


def test_other_reasons_to_vary_stay() -> None:
    response = passed_on(HttpResponse(TEXT, headers={"Vary": "HX-Request, Cookie"}))
    assert response.headers["Vary"] == "HX-Request, Cookie, Accept-Encoding"


def test_an_old_length_does_not_stay() -> None:
    response = passed_on(HttpResponse(TEXT, headers={"Content-Length": str(len(TEXT))}))
    assert isinstance(response, HttpResponse)
    assert response.headers["Content-Length"] == str(len(response.content))


def test_the_same_text_gives_the_same_bytes() -> None:
    for accepts in ("br", "gzip"):
        first, second = (passed_on(HttpResponse(TEXT), accepts) for _ in range(2))
        assert isinstance(first, HttpResponse)
        assert isinstance(second, HttpResponse)
        assert first.content == second.content


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/", "/lessons/first/", "/nowhere/"])
def test_pages_come_compressed(path: str) -> None:
    plain = Client().get(path)
    packed = Client().get(path, headers={"Accept-Encoding": "gzip, br"})
    assert (plain.headers.get("Content-Encoding"), packed.headers["Content-Encoding"]) == (None, "br")
    assert len(packed.content) < len(plain.content) / 2
    assert page_faults(parse(brotli.decompress(packed.content).decode())) == []
    assert plain.headers["Vary"] == packed.headers["Vary"]


@pytest.mark.django_db
def test_the_token_in_a_compressed_page_is_masked_anew() -> None:
    """So that what an attacker makes the server repeat beside it tells nothing about it (BREACH)."""
    client = Client()
    tokens = {client.get("/").content.decode().split("X-CSRFToken")[1][3:67] for _ in range(3)}
    assert len(tokens) == 3

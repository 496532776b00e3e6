"""Words, and what finds them: never a syntax error, accents and endings do not matter, signs do."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studyapp.domain.searchtext import MOST_PARTS, Part, fts5, indexed, sought, stems, tsquery, words
from tests.domain.fulltext import found

SIGNS = st.text(alphabet="aE1.3 \"'*:^()-/&|!<>~%\\\0éßжñ½\u2019\u03b1\ufb01 \n", max_size=30)
TYPED = st.one_of(
    st.text(max_size=30), SIGNS, st.sampled_from(["AND", 'NEAR("a" b, 2)', "a AND", "* OR *", '"'])
)
QUERY = re.compile(r'(\("[a-z0-9 ]+"\*?( OR "[a-z]+")?\)( AND )?)+')
TSQUERY = re.compile(r"(\([a-z0-9]+( <-> [a-z0-9]+)*(:\*)?( \| [a-z]+)?\)( & )?)+")

COURSE = {
    "tls": "TLS 1.3 needs one round trip. TLS 1.2 needs two.",
    "one": "Step 1. 3 of them.",
    "region": "The certificate has to be in us-east-1.",
    "west": "The copy is in us-west-1; the east is empty.",
    "macsec": "MACsec is IEEE 802.1AE.",
    "x509": "An X.509 certificate.",
    "ike": "IKEv2 takes four messages; IKEv1 takes six or nine.",
    "s3": 'Deny if {"aws:SecureTransport": "false"}, for S3.',
    "pg": "psql 'host=db sslmode=verify-full'",
    "subnet": "A /28 has 16 addresses, as 10.0.0.0/28.",
    "days": "After 28 days it expires.",
    "suite": "AES256-GCM-16 or TLS_AES_256_GCM_SHA384.",
    "café": "Ein Schlüssel für das Café, naïve façade, Größe XL.",
    "link": "PrivateLink and the AWS's own load balancers.",
}


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("TLS 1.3", ["tls"]),
        ("tls1.2", ["tls"]),
        ("us-east-1", ["region"]),
        ("US-EAST", ["region"]),
        ("802.1AE", ["macsec"]),
        ("802.1ae", ["macsec"]),
        ("X.509", ["x509"]),
        ("x509", ["x509"]),
        ("IKEv2", ["ike"]),
        ("ike v2", []),
        ("ikev", ["ike"]),
        ("aws:SecureTransport", ["s3"]),
        ("securetransport", ["s3"]),
        ("secure transport", ["s3"]),
        ("s3", ["s3"]),
        ("sslmode=verify-full", ["pg"]),
        ("verify-full", ["pg"]),
        ("/28", ["subnet"]),
        ("10.0.0.0/28", ["subnet"]),
        ("28", ["subnet", "days"]),
        ("AES-256-GCM", ["suite"]),
        ("aes256", ["suite"]),
        ("sha-384", ["suite"]),
        ("schlussel", ["café"]),
        ("CAFE", ["café"]),
        ("NAÏVE", ["café"]),
        ("grosse", ["café"]),
        ("private link", ["link"]),
        ("private-link", ["link"]),
        ("load balancer", ["link"]),
        ("load-balancer owns", ["link"]),
        ("load-balancers own", ["link"]),
        ("aws's", ["s3", "link"]),
        ("certificates", ["region", "x509"]),
        ("certif", ["region", "x509"]),
        ("expiring", ["days"]),
        ("how does it expire", ["days"]),
        ("what is the certificate of the", ["region"]),
        ('"round trip"', ["tls"]),
        ('"trip round"', []),
        ("trip round", ["tls"]),
        ("certificate zebra", []),
        ("the", ["one", "region", "west", "link"]),
        ("", []),
        ("?!", []),
    ],
)
def test_what_finds_what(typed: str, names: list[str]) -> None:
    assert [name for name, text in COURSE.items() if text in found(typed, COURSE.values())] == names


def test_the_last_word_may_be_unfinished_and_no_other() -> None:
    assert found("encr", ["encryption"]) == ["encryption"]
    assert found("encr data", ["encryption of data"]) == []
    assert found("us-ea", ["us-east-1"]) == ["us-east-1"]
    assert found("tls 1", ["TLS 1.3"]) == ["TLS 1.3"]


def test_every_beginning_of_a_word_finds_it_as_it_is_typed() -> None:
    for word in ("encryption", "certificates", "renewals"):
        for end in range(1, len(word) + 1):
            assert found(word[:end], [word]) == [word]


def test_what_is_kept_of_a_text() -> None:
    assert indexed("Keys: aws:SecureTransport at /28") == (
        "keys aws securetransport at slash 28 kei aw secure transport secur"
    )
    assert indexed("Łódź") == "aaabec odz"
    assert indexed("…") == ""


def test_both_dialects() -> None:
    parts = sought('what encrypts "direct connect" us-east-1')
    assert parts == (
        Part(("encrypts",)),
        Part(("direct", "connect"), open=True),
        Part(("us", "east", "1"), open=True),
    )
    assert fts5(parts) == '("encrypts" OR "encrypt") AND ("direct connect"*) AND ("us east 1"*)'
    assert tsquery(parts) == "(encrypts | encrypt) & (direct <-> connect:*) & (us <-> east <-> 1:*)"


def test_what_is_typed_twice_is_asked_once() -> None:
    assert sought("key key key") == (Part(("key",)), Part(("key",), open=True))


@given(TYPED)
def test_whatever_is_typed_makes_a_query_of_letters_and_digits_or_none(typed: str) -> None:
    parts = sought(typed)
    assert len(parts) <= MOST_PARTS
    if parts:
        assert QUERY.fullmatch(fts5(parts))
        assert TSQUERY.fullmatch(tsquery(parts))
    found(typed, COURSE.values())  # and SQLite understands it


@given(st.one_of(st.text(max_size=60), SIGNS))
def test_a_text_is_found_by_each_stretch_of_it_without_spaces(text: str) -> None:
    for stretch in text.replace('"', " ").split():
        if list(words(stretch)):
            assert found(stretch, [text]) == [text]


@given(st.text(max_size=60))
def test_words_are_where_they_say(text: str) -> None:
    at = 0
    for word in words(text):
        assert 0 <= word.start < word.end <= len(text)
        assert word.start >= at - 1  # one sign may stand for two words, as some units do
        at = word.end
        assert re.fullmatch("[a-z]{1,60}|[0-9]{1,60}", word.text)
        assert word.text in [part.text for part in words(text[word.start : word.end])] or word.text == "slash"


def test_names_have_the_stems_of_their_inflections() -> None:
    assert stems("Cipher suites") == stems("cipher suite") == ("cipher", "suit")
    assert stems("X.509") == ("x", "509")

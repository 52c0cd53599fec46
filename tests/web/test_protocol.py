"""Parameters are decoded once, and as the standard library decodes them."""

from __future__ import annotations

from urllib.parse import parse_qsl, quote, quote_plus

import pytest
from hypothesis import given
from hypothesis.strategies import characters, sampled_from, text

from graph_service.web.faults import Refused
from graph_service.web.protocol import decode

# Drawn often is what has a meaning in one of the encodings.
TEXT = text(characters(codec="utf-8") | sampled_from("%=&+ \r\n\t_?;.\"'"))


@given(TEXT)
def test_parameters_are_decoded_as_the_library_does_it(asked: str) -> None:
    for encoded in (asked, quote(asked, safe=""), f"query={quote_plus(asked)}&a={quote(asked)}&b&=c&&d=1=2"):
        if not encoded.isascii():
            continue
        try:
            expected = parse_qsl(encoded, keep_blank_values=True, errors="strict")
        except ValueError:
            with pytest.raises(Refused):
                decode(encoded.encode())
        else:
            assert decode(encoded.encode()) == expected


def test_what_is_no_utf_8_is_refused() -> None:
    for encoded in (b"query=%ff%fe", "query=é".encode(), b"query=%e9"):
        with pytest.raises(Refused):
            decode(encoded)

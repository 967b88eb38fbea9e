"""The encoding of a page: what it declares where a browser looks, else what its bytes are."""

import codecs

import pytest

from interop_check.rdf.html.encoding import decoded

TEXT = "<p>café €"


@pytest.mark.parametrize(
    ("page", "encoding", "text"),
    [
        (TEXT.encode(), "utf-8", TEXT),
        (TEXT.encode("cp1252"), "windows-1252", TEXT),
        (b"", "utf-8", ""),
        (codecs.BOM_UTF8 + b"<meta charset=latin1>\xc3\xa9", "utf-8", "<meta charset=latin1>é"),
        (codecs.BOM_UTF16_LE + TEXT.encode("utf-16-le"), "utf-16le", TEXT),
        (codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"), "utf-16be", TEXT),
        (b"<meta charset='ISO-8859-1'>\x80", "windows-1252", "<meta charset='ISO-8859-1'>€"),
        (b"<META CHARSET = iso8859-15 >\xa4", "iso-8859-15", "<META CHARSET = iso8859-15 >€"),
        (
            b'<meta http-equiv=Content-Type content="text/html; charset=windows-1250">\xb3',
            "windows-1250",
            '<meta http-equiv=Content-Type content="text/html; charset=windows-1250">ł',
        ),
        (b"<meta charset=utf-16>\xc3\xa9", "utf-8", "<meta charset=utf-16>é"),
        (b"<meta charset=shift_jis>\x83\x41", "shift_jis", "<meta charset=shift_jis>ア"),
        (
            b'<?xml version="1.0" encoding="ISO-8859-2"?><p>\xb3',
            "iso-8859-2",
            '<?xml version="1.0" encoding="ISO-8859-2"?><p>ł',
        ),
    ],
)
def test_the_encoding_of_a_page(page: bytes, encoding: str, text: str) -> None:
    found = decoded(page)
    assert (found.encoding, found.text.decode(), found.undecodable) == (encoding, text, 0)


@pytest.mark.parametrize(
    "page",
    [
        b"<!-- <meta charset=latin1> -->",
        b"<script>'<meta charset=latin1>'</script>",
        b'<p title="<meta charset=latin1>">',
        b'<meta content="text/html; charset=latin1">',
        b"<meta name=charset content=latin1>",
        b"<meta charset=nonsense>",
        b"<meta charset=utf-7>",
        b"<meta charset=base64>",
        b"</meta charset=latin1>",
        b" " * 70_000 + b"<meta charset=latin1>",
    ],
)
def test_what_is_no_declaration_leaves_it_to_the_bytes(page: bytes) -> None:
    assert decoded(page + "é".encode()).encoding == "utf-8"
    assert decoded(page + b"\xe9").encoding == "windows-1252"


def test_of_two_attributes_with_one_name_the_first_counts() -> None:
    assert decoded(b"<meta charset=iso-8859-15 charset=utf-8>").encoding == "iso-8859-15"


def test_what_is_not_in_the_declared_encoding_is_replaced_and_counted() -> None:
    found = decoded("<meta charset=utf-8>\ufffd caf".encode() + b"\xe9 \xff")
    assert (found.text.decode(), found.undecodable) == ("<meta charset=utf-8>\ufffd caf\ufffd \ufffd", 2)

"""Signs in start tags as a page is written: found in tags, with their tag and place, and in nothing else."""

import re

import pytest

from interop_check.rdf.html.written import MOST, Written

EMPTY = re.compile(rb'resource=""')


def found(page: str) -> list[tuple[int, dict[str, str]]]:
    return [(sign.offset, sign.attributes) for sign in Written(page.encode()).signs(EMPTY)]


def test_a_sign_is_told_with_the_attributes_and_the_place_of_its_tag() -> None:
    assert found('é<p>a</p>\n<a Typeof=x resource="" resource="no">') == [
        (11, {"typeof": "x", "resource": ""}),
    ]
    assert Written("é<p>a</p>\n<a>".encode()).position(11) == (2, 1)


@pytest.mark.parametrize(
    "page",
    [
        '<p>resource=""</p>',
        '<!-- <p resource=""> -->',
        '<!-- <p resource="">',
        '<script>"<p resource=\\"\\">" + \'<p resource="">\'</script>',
        '<STYLE><p resource=""></style>',
        '<title><p resource=""></title>',
        '</p resource="">',
        'resource=""',
    ],
)
def test_what_stands_in_no_start_tag_is_no_sign(page: str) -> None:
    assert found(page) == []


def test_each_sign_of_one_tag_is_told_however_long_the_tag_is() -> None:
    assert len(found('<p a="<b" resource="" ' + 'resource="" ' * 3_000)) == 3_001
    assert len(found('<p resource="">' * (MOST + 5))) == MOST


def test_scripts_are_told_with_their_start_tags() -> None:
    page = Written(b"<p><SCRIPT src=a></SCRIPT><!-- <script>no</script> --><script>b")
    assert list(page.scripts()) == [(3, b"<SCRIPT src=a></SCRIPT"), (54, b"<script>b")]

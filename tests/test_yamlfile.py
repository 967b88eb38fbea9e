import sys
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st

from interop_check import yamlfile
from interop_check.model import Mistake, MistakesError
from interop_check.yamlfile import MAX_ALIASED_NODES, MAX_BYTES, MAX_DEPTH, MAX_NODES, load, pointer

BOM = b"\xef\xbb\xbf"


def depth_of(value: Any) -> int:
    if isinstance(value, dict):
        return 1 + max((depth_of(member) for member in value.values()), default=0)
    if isinstance(value, list):
        return 1 + max((depth_of(item) for item in value), default=0)
    return 0


def value_of(text: str) -> Any:
    return load(text.encode(), "a.yaml").value


def mistakes_in(data: bytes | str) -> tuple[Mistake, ...]:
    with pytest.raises(MistakesError) as caught:
        load(data.encode() if isinstance(data, str) else data, "a.yaml")
    return caught.value.mistakes


def codes_in(data: bytes | str) -> list[str]:
    return [mistake.code for mistake in mistakes_in(data)]


def places_in(data: bytes | str) -> list[tuple[str, int | None, int | None]]:
    return [(mistake.code, mistake.at.line, mistake.at.column) for mistake in mistakes_in(data)]


# ---------------------------------------------------------------- what stands there is what is meant


@pytest.mark.parametrize(
    "written",
    [
        *("NO", "no", "No", "on", "ON", "off", "yes", "Y", "n", "True", "TRUE", "False", "Null", "NULL"),
        *("1.0", "1.10", "0.1", ".5", "1e3", "1_000", "+1", ".inf", ".nan", "-.inf"),
        *("12:30", "1:30:00", "2026-01-01", "2026-01-01T10:00:00Z"),
        *("007", "0123456749", "-01", "0o17", "0x1F", "0b101", "1234567890123456789012"),
        *("=", "<<", "--", "-a", "info@example.org", "a#b", "http://example.org/a", "België"),
    ],
)
def test_everything_but_three_words_and_plain_integers_is_text(written: str) -> None:
    assert value_of(f"key: {written}\n") == {"key": written}
    assert value_of(f"[{written}]") == [written]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("true", True),
        ("false", False),
        ("null", None),
        ("~", None),
        ("", None),
        ("0", 0),
        ("-0", 0),
        ("-12", -12),
        ("999999999999999999", 999_999_999_999_999_999),
    ],
)
def test_three_words_and_plain_integers_are_special(written: str, meant: object) -> None:
    found = value_of(f"key: {written}\n")["key"]
    assert found == meant
    assert type(found) is type(meant)


@pytest.mark.parametrize("written", ['"true"', "'12'", '"null"', "''", "|\n  12", ">\n  true"])
def test_what_is_quoted_is_text(written: str) -> None:
    assert isinstance(value_of(f"key: {written}\n")["key"], str)


@pytest.mark.parametrize("key", ["NO", "on", "1.0", "12", "true", "null", "~", "<<"])
def test_keys_are_always_text(key: str) -> None:
    assert value_of(f"{key}: 1") == {key: 1}


def test_merge_keys_are_plain_keys() -> None:
    value = value_of("base: &base {a: 1}\nmore:\n  <<: *base\n  b: 2\n")
    assert value["more"] == {"<<": {"a": 1}, "b": 2}


def test_a_byte_order_mark_before_the_text_is_no_part_of_it() -> None:
    document = load(BOM + b"id: a\n", "a.yaml")
    assert document.value == {"id": "a"}
    assert (document.place(("id",)).line, document.place(("id",)).column) == (1, 1)


def test_an_alias_stands_for_what_its_anchor_holds() -> None:
    assert value_of("a: &x [1, 2]\nb: *x\n") == {"a": [1, 2], "b": [1, 2]}
    assert value_of("a: &x 1\nb: &x 2\nc: *x\n")["c"] == 2, "the nearest anchor before it counts"
    assert value_of("a: &x 1\n&x b: 2\nc: *x\n")["c"] == "b", "an anchor on a key counts too"


# ---------------------------------------------------------------- what is refused


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "file-empty"),
        (b" \n\t\r\n", "file-empty"),
        (BOM, "file-empty"),
        (BOM + b"\n", "file-empty"),
        (b"# only a comment\n", "file-empty"),
        (b"---\n", "file-empty"),
        (b"null\n", "file-empty"),
        (b"a: 1\n---\nb: 2\n", "several-documents"),
        (b"a: 1\n...\n---\nb: 2\n", "several-documents"),
        (b"id: !!python/object:os.system x\n", "yaml-tag"),
        (b"id: !!str 12\n", "yaml-tag"),
        (b"id: !own x\n", "yaml-tag"),
        (b"!!map {id: x}\n", "yaml-tag"),
        (b"!!python/object:os.system id: x\n", "yaml-tag"),
        (b"a: &a {b: *a}\n", "yaml-cycle"),
        (b"&a [*a]\n", "yaml-cycle"),
        (b"a: *nowhere\n", "yaml-unknown-anchor"),
        (b"a: *later\nb: &later 1\n", "yaml-unknown-anchor"),
        (b"[a]: 1\n", "key-not-text"),
        (b"? {a: 1}\n: 2\n", "key-not-text"),
        (b"a: &x b\n*x : 1\n", "key-not-text"),
        (b"a:\n\tb: 1\n", "yaml-tab"),
        (b'a: "open\n', "yaml-syntax"),
        (b"a: [1\n", "yaml-syntax"),
        (b"a: 1\n b: 2\n", "yaml-syntax"),
        (b"a: @b\n", "yaml-syntax"),
        (b"%YAML 2.0\n---\na: 1\n", "yaml-syntax"),
    ],
)
def test_what_is_no_plain_document_is_refused_by_name(data: bytes, code: str) -> None:
    assert codes_in(data) == [code]


@pytest.mark.parametrize(
    ("data", "code", "offset"),
    [
        ("id: a\n".encode("utf-16"), "not-utf-8", 0),
        ("id: a\n".encode("utf-16-le"), "control-character", 1),
        ("id: a\n".encode("utf-16-be"), "control-character", 0),
        ("id: Belgi\xeb\n".encode("latin-1"), "not-utf-8", 9),
        ("# é\nid: Belgi\xeb\n".encode("latin-1"), "not-utf-8", 2),
        (BOM + "id: Belgi\xeb\n".encode("latin-1"), "not-utf-8", 12),
        (b"id: a\0b\n", "control-character", 5),
        ("naam: België\0\n".encode(), "control-character", 13),
        (BOM + b"id: a\0b\n", "control-character", 8),
        (b"id: a\x1b[31m\n", "control-character", 5),
        (b"id: a\x7f\n", "control-character", 5),
        ("id: a\x80\n".encode(), "control-character", 5),
        ("id: a\x9b31m\n".encode(), "control-character", 5),
        ("id: a\x85b: 1\n".encode(), "control-character", 5),
        ("id: a\u2028b: 1\n".encode(), "control-character", 5),
        ("id: a\ufffe\n".encode(), "control-character", 5),
        ("id: a\uffff\n".encode(), "control-character", 5),
        (b'id: "a\\0b"\n', "control-character", 4),
        (b'id: "a\\e[31m"\n', "control-character", 4),
        (b'"\\x07": a\n', "control-character", 0),
    ],
)
def test_bytes_that_are_no_text_are_named_by_their_offset(data: bytes, code: str, offset: int) -> None:
    assert [(m.code, m.args["offset"]) for m in mistakes_in(data)] == [(code, str(offset))]


def test_bytes_that_are_no_text_have_a_line() -> None:
    assert places_in("a: 1\nb: Belgi\xeb\n".encode("latin-1")) == [("not-utf-8", 2, 9)]
    assert places_in(b"a: 1\nb: x\0\n") == [("control-character", 2, 5)]


def test_a_file_that_is_too_large_is_refused_before_it_is_parsed(monkeypatch: pytest.MonkeyPatch) -> None:
    def never(*_: object, **__: object) -> None:
        raise AssertionError("it was parsed")

    monkeypatch.setattr(yaml, "parse", never)
    assert codes_in(b"a" * 50_000_000) == ["file-too-large"]
    assert codes_in(b"\xff" * (MAX_BYTES + 1)) == ["file-too-large"]
    with pytest.raises(AssertionError, match="it was parsed"):
        load(b"a" * MAX_BYTES, "a.yaml")


# ---------------------------------------------------------------- all mistakes at once


def test_all_duplicate_keys_are_told_at_once_with_both_lines() -> None:
    found = mistakes_in("a: 1\nb: 2\na: 3\nc:\n  d: 1\n  d: 2\na: 4\n")
    assert [(m.code, m.at.line, m.args["key"], m.args["first"]) for m in found] == [
        ("duplicate-key", 3, "a", "1"),
        ("duplicate-key", 6, "d", "5"),
        ("duplicate-key", 7, "a", "1"),
    ]


def test_keys_are_duplicates_however_they_are_written() -> None:
    assert codes_in("a: 1\n'a': 2\n") == ["duplicate-key"]
    assert codes_in('{"é": 1, "\\u00e9": 2}') == ["duplicate-key"]
    assert codes_in("1: a\n'1': b\n") == ["duplicate-key"]


@pytest.mark.parametrize(
    ("rest", "code"),
    [
        ("b: *nowhere\n", "yaml-unknown-anchor"),
        ("b: [\n", "yaml-syntax"),
        ("---\nb: 1\n", "several-documents"),
        ("[b]: 1\n", "key-not-text"),
    ],
)
def test_what_stops_the_reading_does_not_hide_what_came_before(rest: str, code: str) -> None:
    assert codes_in(f"a: 1\na: 2\nt: !x 1\n{rest}") == ["duplicate-key", "yaml-tag", code]


# ---------------------------------------------------------------- bombs, counted and not timed


def bomb() -> bytes:
    lines = ["a: &a [x,x,x,x,x,x,x,x,x]"]
    lines += [f"{new}: &{new} [{','.join([f'*{old}'] * 9)}]" for old, new in pairwise("abcdefgh")]
    return "\n".join(lines).encode()


def test_an_alias_bomb_of_294_bytes_is_refused_after_a_bounded_number_of_nodes(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    read: list[yaml.Event] = []
    parse = yaml.parse

    def counted(*given: Any, **options: Any) -> Iterator[yaml.Event]:
        for event in parse(*given, **options):
            read.append(event)
            yield event

    monkeypatch.setattr(yaml, "parse", counted)
    data = bomb()
    assert len(data) <= 294
    assert codes_in(data) == ["alias-budget"]
    assert len(read) < 100, "events of the file itself: nothing was written out"


def test_the_alias_budget_counts_every_node_that_an_alias_repeats() -> None:
    hundred = f"a: &a [{','.join('x' * 99)}]\n"
    within = MAX_ALIASED_NODES // 100
    assert len(value_of(f"{hundred}b: [{','.join(['*a'] * within)}]\n")["b"]) == within
    assert codes_in(f"{hundred}b: [{','.join(['*a'] * (within + 1))}]\n") == ["alias-budget"]


def test_there_are_at_most_so_many_nodes() -> None:
    inside = MAX_NODES - 1
    assert len(value_of(f"[{','.join('x' * inside)}]")) == inside
    assert codes_in(f"[{','.join('x' * (inside + 1))}]") == ["too-many-nodes"]


def test_ten_thousand_parts_of_a_manifest_can_be_read() -> None:
    items = "".join(f"- {{id: a{n}, location: a{n}.ttl}}\n" for n in range(10_000))
    assert len(value_of(items)) == 10_000


@pytest.mark.parametrize("opening", ["[", "{a: ", "- ", "a:\n"])
def test_what_is_too_deep_is_refused(opening: str) -> None:
    if opening == "a:\n":
        text = "".join(f"{' ' * n}a:\n" for n in range(MAX_DEPTH + 5))
    else:
        text = opening * (MAX_DEPTH + 5)
    assert codes_in(text) == ["too-deep"]


@pytest.mark.parametrize("inner", ["[]", "x", "{}"])
def test_the_greatest_depth_is_read(inner: str) -> None:
    assert value_of("[" * MAX_DEPTH + inner + "]" * MAX_DEPTH)
    assert codes_in("[" * (MAX_DEPTH + 1) + inner + "]" * (MAX_DEPTH + 1)) == ["too-deep"]


def test_aliases_do_not_lead_deeper_than_what_is_written_out() -> None:
    half = MAX_DEPTH // 2
    first = f"a: &a {'[' * half}x{']' * half}\n"
    rest = MAX_DEPTH - half - 1
    assert value_of(f"{first}b: {'[' * rest}*a{']' * rest}\n")
    assert codes_in(f"{first}b: {'[' * (rest + 1)}*a{']' * (rest + 1)}\n") == ["too-deep"]
    chained = f"{first}b: &b [*a]\n" + f"c: {'[' * rest}*b{']' * rest}\n"
    assert codes_in(chained) == ["too-deep"], "what an alias holds can hold an alias"


# ---------------------------------------------------------------- positions


MANIFEST = """\
# a comment
id: a
"na me" : b
datasets:
  - id: one
    location: x.ttl
  -   {id: two, location: [y, "z"]}
text: |
  many
  lines
é: {é: 1}
last:
"""


@pytest.mark.parametrize(
    ("path", "place"),
    [
        ((), (2, 1)),
        (("id",), (2, 1)),
        (("na me",), (3, 1)),
        (("datasets",), (4, 1)),
        (("datasets", 0), (5, 5)),
        (("datasets", 0, "id"), (5, 5)),
        (("datasets", 0, "location"), (6, 5)),
        (("datasets", 1), (7, 7)),
        (("datasets", 1, "location"), (7, 17)),
        (("datasets", 1, "location", 0), (7, 28)),
        (("datasets", 1, "location", 1), (7, 31)),
        (("text",), (8, 1)),
        (("é", "é"), (11, 5)),
        (("last",), (12, 1)),
        (("datasets", 0, "title"), (5, 5)),
        (("datasets", 7), (4, 1)),
        (("nowhere", "at", "all"), (2, 1)),
    ],
)
def test_every_key_and_item_knows_its_line_and_column(path: yamlfile.Path, place: tuple[int, int]) -> None:
    found = load(MANIFEST.encode(), "a.yaml").place(path)
    assert (found.source, found.line, found.column) == ("a.yaml", *place)
    assert found.pointer == pointer(path)


def test_positions_are_the_same_with_other_line_ends_and_a_byte_order_mark() -> None:
    plain = load(MANIFEST.encode(), "a.yaml")
    assert load(MANIFEST.replace("\n", "\r\n").encode(), "a.yaml").marks == plain.marks
    assert load(BOM + MANIFEST.encode(), "a.yaml").marks == plain.marks


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("a: 1\nb: !x 1\n", ("yaml-tag", 2, 4)),
        ("a: 1\na: 2\n", ("duplicate-key", 2, 1)),
        ("a: 1\nb: [1, *c]\n", ("yaml-unknown-anchor", 2, 8)),
        ("a: 1\n---\nb: 2\n", ("several-documents", 2, 1)),
        ("a: 1\nb:\n\tc: 1\n", ("yaml-tab", 3, 1)),
        ("a: 1\nb: 'x\n", ("yaml-syntax", 3, 1)),
        ('a: 1\nb: "\\0"\n', ("control-character", 2, 4)),
    ],
)
def test_mistakes_stand_where_they_are_made(text: str, place: tuple[str, int, int]) -> None:
    assert places_in(text) == [place]


def test_a_path_becomes_a_json_pointer() -> None:
    assert pointer(()) == ""
    assert pointer(("a/b", 0, "c~d", "")) == "/a~1b/0/c~0d/"


# ---------------------------------------------------------------- properties


LETTERS = st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\u2028\u2029\ufeff\ufffe\uffff")
TEXTS = st.text(LETTERS | st.sampled_from("\n\t:#-[]{}&*!|>'\"%@` "))
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**18) + 1, 10**18 - 1) | TEXTS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4),
    max_leaves=12,
)


class Quoted(yaml.SafeDumper):
    """Writes texts between quotes, everything else plain."""

    def ignore_aliases(self, data: Any) -> bool:  # noqa: ARG002 - PyYAML's signature
        return True


Quoted.add_representer(
    str, lambda dumper, text: dumper.represent_scalar("tag:yaml.org,2002:str", text, style='"')
)


@given(VALUES.filter(lambda value: value is not None), st.sampled_from(["block", "flow"]))
@settings(max_examples=300)
@example(["12", "true", "null", "~", "", "NO", "1.0"], "block")
def test_what_is_written_is_what_is_read(value: Any, style: str) -> None:
    written = yaml.dump(value, Dumper=Quoted, allow_unicode=True, default_flow_style=style == "flow")
    assert load(written.encode(), "a.yaml").value == value


@given(st.dictionaries(st.from_regex(r"[a-z]{1,8}", fullmatch=True), VALUES, min_size=1, max_size=5))
@settings(max_examples=100)
def test_every_key_stands_where_it_is_said_to_stand(value: dict[str, Any]) -> None:
    written = yaml.dump(value, Dumper=Quoted, allow_unicode=True, default_flow_style=False)
    document = load(written.encode(), "a.yaml")
    lines = written.split("\n")
    for key in value:
        place = document.place((key,))
        assert place.line is not None
        assert lines[place.line - 1].startswith(f'"{key}":')


def mistaken_or_read(data: bytes) -> None:
    try:
        document = load(data, "a.yaml")
    except MistakesError as error:
        places = [(m.at.line or 0, m.at.column or 0) for m in error.mistakes]
    else:
        assert document.value is not None
        assert depth_of(document.value) <= MAX_DEPTH + 1
        return
    assert places
    assert min(places) >= (1, 1)


@given(st.binary(max_size=200))
@settings(max_examples=500)
@example(b"a: \xef\xbf\xbf")
@example(b"a: \xc2\x80")
@example(BOM * 2)
@example(b"%TAG ! x\n--- !a b")
@example(b"\x00" * 5)
def test_no_bytes_bring_anything_but_mistakes(data: bytes) -> None:
    mistaken_or_read(data)


YAML_PIECES = st.sampled_from(
    [
        *"abc:-?,[]{}#&*!|>'\"%@`~ \n\t01\u0085\u2028\ufeffé",
        "- ",
        ": ",
        "\n  ",
        "&a ",
        "*a",
        "<<: ",
        "---\n",
        "...\n",
        *("!!str ", "%YAML 1.1\n", '"\\u0000"', '"\\e"', "? ", "|2-\n", "\r\n"),
    ]
)


@given(st.text(max_size=60) | st.lists(YAML_PIECES, max_size=30).map("".join))
@settings(max_examples=1000)
def test_no_text_brings_anything_but_mistakes(text: str) -> None:
    mistaken_or_read(text.encode("utf-8", "surrogatepass"))


@given(
    st.integers(1, 3000), st.sampled_from(["[", "{a: ", "- ", "? ", "&a [", "!x [", "a: [", "|", "'", "*a "])
)
@settings(max_examples=100)
def test_repeating_one_piece_brings_nothing_but_mistakes(times: int, piece: str) -> None:
    before = sys.getrecursionlimit()
    mistaken_or_read((piece * times).encode())
    assert sys.getrecursionlimit() == before

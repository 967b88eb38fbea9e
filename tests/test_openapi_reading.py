"""Files of a description: what they hold, where it stands, what is refused and what is odd."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interop_check.openapi import document, reading, scalars
from interop_check.openapi.document import KEPT, MAX_DEPTH, Document, DocumentError
from interop_check.openapi.limits import DEFAULT_LIMITS

SHORT = 400
"""Enough nested containers to be more than are followed."""


def read(text: str | bytes, source: str = "a.yaml") -> Document:
    return reading.read(text.encode() if isinstance(text, str) else text, source)


def refused(text: str | bytes, source: str = "a.yaml") -> tuple[str, int | None, int | None]:
    with pytest.raises(DocumentError) as caught:
        read(text, source)
    return caught.value.code, caught.value.line, caught.value.column


def flaws(text: str | bytes, source: str = "a.yaml") -> list[tuple[Any, ...]]:
    found = read(text, source)
    return [(one.code, *found.lines.position(one.offset), *one.args.values()) for one in found.flaws.kept]


def paths(value: Any, path: document.Path = ()) -> Iterator[document.Path]:
    yield path
    members = (
        value.items() if isinstance(value, dict) else enumerate(value if isinstance(value, list) else ())
    )
    for step, below in members:
        yield from paths(below, (*path, step))


# ---------------------------------------------------------------- scalars


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("NO", "NO"),
        ("no", "no"),
        ("on", "on"),
        ("y", "y"),
        ("12:30", "12:30"),
        ("12:30:45", "12:30:45"),
        ("2026-01-01", "2026-01-01"),
        ("1_000", "1_000"),
        ("0b11", "0b11"),
        ("1.2.3", "1.2.3"),
        ("3.0.4", "3.0.4"),
        ("+", "+"),
        (".", "."),
        ("=", "="),
        ("null", None),
        ("~", None),
        ("Null", None),
        ("nULL", "nULL"),
        ("true", True),
        ("TRUE", True),
        ("tRUE", "tRUE"),
        ("False", False),
        ("0", 0),
        ("-12", -12),
        ("+12", 12),
        ("012", 12),
        ("0o17", 15),
        ("0x1F", 31),
        ("1.10", 1.1),
        ("1.", 1.0),
        (".5", 0.5),
        ("1e3", 1000.0),
        ("-1.5E-2", -0.015),
        ("1e999", "1e999"),
        (".inf", ".inf"),
        (".nan", ".nan"),
        ("9" * 1001, "9" * 1001),
        ("9" * 30, int("9" * 30)),
    ],
)
def test_a_plain_scalar_has_the_value_of_the_core_schema(written: str, value: object) -> None:
    found = read(f"a: {written}\n").value["a"]
    assert (found, type(found)) == (value, type(value))


@pytest.mark.parametrize("written", ["NO", "12", "true", "null", "1.10", ""])
@pytest.mark.parametrize("quote", ['"', "'"])
def test_what_is_quoted_is_text(written: str, quote: str) -> None:
    assert read(f"a: {quote}{written}{quote}\n").value == {"a": written}


@pytest.mark.parametrize(
    ("written", "reading_"),
    [
        ("yes", "boolean"),
        ("Off", "boolean"),
        ("012", "octal"),
        ("007", ""),
        ("0", ""),
        ("089", ""),
        ("12:30", "sexagesimal"),
        ("12:75", ""),
        ("1_000", "underscores"),
        ("0b101", "binary"),
        ("2026-01-01", "date"),
        ("2026-1-1 10:00:00", "date"),
        ("2026-01-01T10:00:00Z", "date"),
        ("2026-01", ""),
        ("=", "default"),
        ("y", ""),
        ("true", ""),
        ("0x1F", ""),
        ("no, thanks", ""),
        ("1-800-555", ""),
    ],
)
def test_what_yaml_1_1_reads_otherwise_is_known(written: str, reading_: str) -> None:
    assert scalars.otherwise(written) == reading_


def test_keys_are_text_whatever_they_look_like() -> None:
    assert read("200: a\ntrue: b\nnull: c\n1.0: d\non: e\n").value == {
        "200": "a",
        "true": "b",
        "null": "c",
        "1.0": "d",
        "on": "e",
    }


def test_tags_of_the_core_schema_count() -> None:
    found = read('a: !!str 12\nb: !!int "12"\nc: !!map {d: !!float 1}\ne: !!seq [1]\n')
    assert found.value == {"a": "12", "b": 12, "c": {"d": 1}, "e": [1]}
    assert found.flaws.kept == []


def test_nothing_that_a_tag_names_is_made() -> None:
    text = "a: !!python/object/apply:os.system [id]\nb: !mine {c: 1}\nd: !!binary aGk=\n"
    assert read(text).value == {"a": ["id"], "b": {"c": 1}, "d": "aGk="}
    assert [code for code, *_ in flaws(text)] == ["yaml-tag"] * 3


# ---------------------------------------------------------------- where things stand


YAML = """\
openapi: 3.0.4   # a comment

paths:
  /a:
    get: {tags: [x,
      y], "é": 1}
  "b~/c": &b
    - one
    - - two
      - three: {}
other: *b
"""


@pytest.mark.parametrize(
    ("path", "key", "value"),
    [
        ((), (1, 1), (1, 1)),
        (("openapi",), (1, 1), (1, 10)),
        (("paths", "/a"), (4, 3), (5, 5)),
        (("paths", "/a", "get", "tags", 1), (6, 7), (6, 7)),
        (("paths", "/a", "get", "é"), (6, 11), (6, 16)),
        (("paths", "b~/c"), (7, 3), (7, 11)),
        (("paths", "b~/c", 1, 1, "three"), (10, 9), (10, 16)),
        (("other",), (11, 1), (11, 8)),
        (("other", 0), (8, 7), (8, 7)),
        (("paths", "/a", "put", "x"), (4, 3), (5, 5)),
        (("paths", "/a", "get", "tags", 7), (5, 11), (5, 17)),
        (("gone",), (1, 1), (1, 1)),
    ],
)
def test_every_key_and_value_has_its_place(path: document.Path, key: Any, value: Any) -> None:
    found = read(YAML)
    assert (found.key_at(path), found.value_at(path)) == (key, value)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda below: st.lists(below, max_size=4) | st.dictionaries(st.text(max_size=6), below, max_size=4),
    max_leaves=30,
)


@given(JSON, st.sampled_from([None, 0, 1, 3]), st.sampled_from(["ascii", "utf-8"]))
def test_json_is_read_as_json_reads_it_and_each_place_holds_what_stands_there(
    value: Any, indent: int | None, letters: str
) -> None:
    text = json.dumps({"a": value}, indent=indent, ensure_ascii=letters == "ascii")
    found = read(text, "a.json")
    assert found.value == {"a": value}
    lines = text.split("\n")
    decoder = json.JSONDecoder()
    for path in paths(found.value):
        line, column = found.value_at(path)
        there = found.value
        for step in path:
            there = there[step]
        assert decoder.raw_decode("\n".join(lines[line - 1 :]), column - 1)[0] == there
        if path and isinstance(path[-1], str):
            line, column = found.key_at(path)
            assert decoder.raw_decode(lines[line - 1], column - 1)[0] == path[-1]


PLAIN = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**9), 10**9)
    | st.text("abz \\\"/é-:#{}[],&*!|>'%@`", max_size=8),
    lambda below: (
        st.lists(below, max_size=4) | st.dictionaries(st.text("abcé", max_size=4), below, max_size=4)
    ),
    max_leaves=30,
)


@given(PLAIN, st.sampled_from([None, 0, 2]))
def test_json_read_as_yaml_is_the_same_in_value_and_place(value: Any, indent: int | None) -> None:
    text = json.dumps({"a": value}, indent=indent, ensure_ascii=False)
    as_json, as_yaml = read(text, "a.json"), reading._yaml(text.encode(), "a.yaml", DEFAULT_LIMITS)
    assert as_json.value == as_yaml.value
    for path in paths(as_json.value):
        assert as_json.key_at(path) == as_yaml.key_at(path)
        assert as_json.value_at(path) == as_yaml.value_at(path)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_lines_end_as_they_do_in_an_editor(end: str) -> None:
    for name in ("a.json", "a.yaml"):
        found = read(f'{{{end}"a": 1,{end} "b":{end}2}}', name)
        assert (found.key_at(("b",)), found.value_at(("b",))) == ((3, 2), (4, 1))


def test_a_byte_order_mark_moves_nothing() -> None:
    for name, text in (("a.json", '{"a": 1}'), ("a.yaml", "a: 1")):
        assert read(b"\xef\xbb\xbf" + text.encode(), name).key_at(("a",)) == read(text, name).key_at(("a",))


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
def test_yaml_in_another_encoding_is_read_and_told(encoding: str) -> None:
    data = ("\ufeff" + "a: é\nb: 😀x\nc: {\n").encode(encoding)
    assert refused(data) == ("yaml-syntax", 4, 1)
    data = ("\ufeff" + "a: é\nb: {c: 😀, d: 1}\n").encode(encoding)
    found = read(data)
    assert found.value == {"a": "é", "b": {"c": "😀", "d": 1}}
    assert found.key_at(("b", "d")) == (2, 11)
    assert flaws(data) == [("encoding", 1, 1, encoding[:6].upper())]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.json", '{"a": 1}'),
        ("A.JSON", ' {"a": 1}'),
        ("https://h.example/a.json?x=1", '{"a": 1}'),
        ("a.yaml", '{"a": 1}'),
        ("a", '\n {"a": 1}'),
        ("a.yaml", "{a: 1}"),
        ("a.yaml", '{"a": 1} # comment'),
        ("a.yml", "a: 1"),
    ],
)
def test_json_is_known_by_its_name_or_its_looks(name: str, text: str) -> None:
    assert read(text, name).value == {"a": 1}


# ---------------------------------------------------------------- keys that stand twice, aliases, merges


def test_of_a_key_that_stands_twice_the_last_one_counts_and_both_places_are_told() -> None:
    for name, text in (
        ("a.yaml", "a: {b: 1}\nc: 2\na: {d: 3}\nc: 4\na: 5\n"),
        ("a.json", '{"a": {"b": 1},\n"c": 2,\n"a": {"d": 3},\n"c": 4,\n"a": 5}'),
    ):
        found = read(text, name)
        assert found.value == {"a": 5, "c": 4}
        assert (found.key_at(("a",))[0], found.value_at(("c",))[0]) == (5, 4)
        told = [
            (one.args["key"], found.lines.position(one.offset)[0], found.lines.position(one.first or 0)[0])
            for one in found.flaws.kept
        ]
        assert told == [("a", 3, 1), ("c", 4, 2), ("a", 5, 1)]


@given(st.lists(st.tuples(st.sampled_from("abc"), st.integers(0, 9)), min_size=1, max_size=8))
def test_places_hold_however_often_keys_repeat(members: list[tuple[str, int]]) -> None:
    inner = ", ".join(f'"{key}": {{"v": {value}}}' for key, value in members)
    text = f'{{"x": {{{inner}}}, "y": [1]}}'
    as_json, as_yaml = read(text, "a.json"), reading._yaml(text.encode(), "a.yaml", DEFAULT_LIMITS)
    assert as_json.value == as_yaml.value
    assert len(as_json.flaws.kept) == len(as_yaml.flaws.kept) == len(members) - len(dict(members))
    for path in paths(as_json.value):
        assert as_json.value_at(path) == as_yaml.value_at(path)
        if path[:1] == ("x",) and len(path) == 3:
            column = as_json.value_at(path)[1]
            assert text[column - 1] == str(as_json.value["x"][path[1]]["v"])


def test_merged_members_stand_where_they_are_merged_in() -> None:
    found = read("a: &a {x: 1, y: 2}\nb: &b {z: 3}\nc:\n  y: 9\n  <<: [*a, *b]\n  w: 4\n")
    assert found.value["c"] == {"y": 9, "w": 4, "x": 1, "z": 3}
    assert found.value["a"] == {"x": 1, "y": 2}
    assert {key: found.key_at(("c", key)) for key in "ywxz"} == {
        "y": (4, 3),
        "w": (6, 3),
        "x": (5, 3),
        "z": (5, 3),
    }


def test_a_quoted_merge_key_is_a_key() -> None:
    assert read('a: &a {x: 1}\nb: {"<<": 1}\n').value["b"] == {"<<": 1}


def test_aliases_share_what_they_stand_for_and_may_be_keys() -> None:
    found = read("a: &a [1]\nb: *a\nc: &k name\n*k : 2\n? &q x\n: *q\n")
    assert found.value == {"a": [1], "b": [1], "c": "name", "name": 2, "x": "x"}
    assert found.value["a"] is found.value["b"]


# ---------------------------------------------------------------- what is refused


@pytest.mark.parametrize(
    ("text", "name", "expected"),
    [
        ("", "a.yaml", ("file-empty", 1, 1)),
        (" \n", "a.json", ("file-empty", 1, 1)),
        ("# only a comment\n", "a.yaml", ("file-empty", 1, 1)),
        (b"\xef\xbb\xbf", "a.yaml", ("file-empty", 1, 1)),
        ("a: b: c\n", "a.yaml", ("yaml-syntax", 1, 5)),
        ("a:\n\tb: 1\n", "a.yaml", ("yaml-tab", 2, 1)),
        ("a: 1\n---\nb: 1\n", "a.yaml", ("several-documents", 2, 1)),
        ("a: &a [*a]\n", "a.yaml", ("yaml-cycle", 1, 8)),
        ("a: &a {<<: *a}\n", "a.yaml", ("yaml-cycle", 1, 12)),
        ("a: *b\n", "a.yaml", ("yaml-unknown-anchor", 1, 4)),
        ("? [a]\n: 1\n", "a.yaml", ("key-not-text", 1, 3)),
        ("a: &a [1]\n*a : 1\n", "a.yaml", ("key-not-text", 2, 1)),
        (b"a: \xff\n", "a.yaml", ("not-utf-8", 1, 4)),
        (b"a: 1\nb: caf\xe9\n", "a.yaml", ("not-utf-8", 2, 7)),
        ("a: 1\nb: x\0y\n", "a.yaml", ("control-character", 2, 5)),
        (b'{"a": "\xff"}', "a.json", ("json-not-utf-8", 1, 8)),
        ("{'a': 1}", "a.json", ("json-syntax", 1, 2)),
        ("a: 1\n", "a.json", ("json-syntax", 1, 1)),
        ('{"a": NaN}', "a.json", ("json-number", None, None)),
        ('{"a": 1e999}', "a.json", ("json-number", None, None)),
        ('{"a": ' + "9" * 5000 + "}", "a.json", ("json-number", None, None)),
        ('{"a": "\\ud800"}', "a.json", ("not-unicode", None, None)),
        ('{"\\udc00": 1}', "a.json", ("not-unicode", None, None)),
        ('a: "\\ud800"\n', "a.yaml", ("yaml-syntax", 1, 7)),
        ("\ufeff{'a': 1}".encode("utf-16-le"), "a.json", ("json-not-utf-8", 1, 1)),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_place(text: str | bytes, name: str, expected: Any) -> None:
    assert refused(text, name) == expected


def test_pairs_of_surrogates_are_characters() -> None:
    assert read('{"a": "\\ud83d\\ude00"}', "a.json").value == {"a": "😀"}


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("a: " + "[" * 200_000, "a.yaml"),
        ("a: " + "{b: " * 200_000, "a.yaml"),
        ("- " * SHORT + "a", "a.yaml"),
        ('{"a": ' + "[" * 200_000, "a.json"),
        ('{"a": ' + "[" * SHORT + "]" * SHORT + "}", "a.json"),
        ('{"a": ' * SHORT + "1" + "}" * SHORT, "a.json"),
    ],
)
def test_what_is_deeper_than_is_followed_is_told(text: str, name: str) -> None:
    assert refused(text, name)[0] == "too-deep"


def test_depth_is_counted_through_aliases() -> None:
    half = MAX_DEPTH // 2
    text = f"a: &a {'[' * half}1{']' * half}\nb: &b {'[' * (half - 2)}*a{']' * (half - 2)}\n"
    assert read(text).value["b"]
    assert refused(text + "c: [[[[*b]]]]\n")[0] == "too-deep"


def test_an_alias_bomb_is_not_written_out() -> None:
    levels = "".join(f"x{n}: &x{n} [{', '.join([f'*x{n - 1}'] * 9)}]\n" for n in range(1, 12))
    assert refused(f"x0: &x0 [{', '.join('a' * 9)}]\n{levels}")[0] == "alias-budget"
    merges = "".join(f"y{n}: {{<<: *m}}\n" for n in range(DEFAULT_LIMITS.api_file_aliased_nodes // 1000 + 2))
    assert (
        refused("m: &m {" + ", ".join(f"k{n}: {n}" for n in range(500)) + "}\n" + merges)[0] == "alias-budget"
    )


def test_more_values_than_are_held_are_told() -> None:
    most = DEFAULT_LIMITS.api_file_nodes
    assert refused("[" + "[]," * most + "[]]", "a.json")[0] == "too-many-nodes"
    assert refused("[" + "[]," * most + "[]] # yaml", "a.yaml")[0] == "too-many-nodes"


def test_a_file_that_is_too_large_is_not_looked_at() -> None:
    assert refused(b"a" * (DEFAULT_LIMITS.api_file_bytes + 1))[0] == "file-too-large"


def test_every_limit_is_named_as_one() -> None:
    assert {"too-deep", "alias-budget", "too-many-nodes", "file-too-large"} == document.LIMITS


# ---------------------------------------------------------------- what is odd


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a: {b: [\n  1\n  ]}\n", []),
        ("a: [\n  1\n ]\n", []),
        ("a: [\n  1\n]\n", [("flow-indent", 3, 1)]),
        ("a:\n- [\n  1\n ]\n", []),
        ("a:\n  - [\n  1\n  ]\n", [("flow-indent", 4, 3)]),
        ("a:\n  b: {\n  c: 1\n  }\n", [("flow-indent", 4, 3)]),
        ("{a: [\n1\n]}\n", []),
        ("a: x\u2028y\n", [("line-separator", 1, 5, "U+2028")]),
        ("a: .nan\n", [("no-json-number", 1, 4, ".nan", "")]),
        ('"a": "NO"\n', []),
        ("description: no, this is text\n", []),
    ],
)
def test_what_others_may_not_accept_is_told(text: str, expected: Any) -> None:
    assert flaws(text) == expected


def test_of_many_flaws_the_first_are_kept_and_all_are_counted() -> None:
    found = read("".join(f"{number}: a\n" for number in range(KEPT + 50)))
    assert len(found.flaws.kept) == KEPT
    assert found.flaws.counts == {"key-not-quoted": KEPT + 50}


# ---------------------------------------------------------------- real documents


def test_real_documents_are_read_as_other_readers_read_them(shared: Path) -> None:
    import yaml  # noqa: PLC0415

    files = [*(shared / "corpora" / "openapi").rglob("*.*"), *(shared / "corpora" / "belgif").rglob("*.yaml")]
    files = [path for path in files if path.suffix in {".json", ".yaml"} and path.stat().st_size < 10**6]
    assert len(files) > 100
    for path in files:
        data = path.read_bytes()
        found = reading.read(data, path.name)
        other = json.loads(data) if path.suffix == ".json" else yaml.load(data, yaml.CBaseLoader)  # noqa: S506
        assert same(found.value, other, is_yaml=path.suffix == ".yaml"), path
        ends = [found.value_at(one) for one in paths(found.value)]
        if path.suffix == ".yaml":
            assert ends == sorted(ends), path


def same(one: Any, other: Any, *, is_yaml: bool) -> bool:
    """Whether two values are the same; the other reader of YAML leaves every scalar as it is written."""
    if isinstance(one, dict):
        return list(one) == list(other) and all(same(one[key], other[key], is_yaml=is_yaml) for key in one)
    if isinstance(one, list):
        return len(one) == len(other) and all(
            same(a, b, is_yaml=is_yaml) for a, b in zip(one, other, strict=True)
        )
    return bool(scalars.value(other) == one if is_yaml and not isinstance(one, str) else one == other)

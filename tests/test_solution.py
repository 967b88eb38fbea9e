import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from interop_check.gather import gatherers
from interop_check.model import Mistake, MistakesError
from interop_check.schemas import schema
from interop_check.solution import SECTIONS, has_kbo_check_digits, is_address, load_solution, location_fault
from interop_check.yamlfile import MAX_BYTES

SOLUTIONS = Path(__file__).resolve().parent.parent / "fixtures" / "solutions"
FAULTY = SOLUTIONS / "manifest-met-fouten"
SECRET = "geheim"  # noqa: S105 - what must never be shown

HEAD = """\
id: a
name: A
version: "1"
provider: {name: B, ovo: OVO001234}
contact: {email: a@b.be}
"""


def mistakes_in(text: str | bytes) -> tuple[Mistake, ...]:
    with pytest.raises(MistakesError) as caught:
        load_solution(text.encode() if isinstance(text, str) else text, "solution.yaml")
    return caught.value.mistakes


def told(text: str) -> list[tuple[str, int | None]]:
    return [(mistake.code, mistake.at.line) for mistake in mistakes_in(text)]


# ---------------------------------------------------------------- the sample solutions


@pytest.mark.parametrize("name", ["parkeerwijzer-goed", "parkeerwijzer-gebrekkig"])
def test_the_samples_load_with_an_artefact_in_every_section(name: str) -> None:
    data = (SOLUTIONS / name / "solution.yaml").read_bytes()
    solution = load_solution(data, "solution.yaml")
    assert {one.section for one in solution.artefacts} == set(SECTIONS)
    assert len({one.id for one in solution.artefacts}) == len(solution.artefacts)


def test_a_solution_without_artefacts_loads() -> None:
    solution = load_solution((SOLUTIONS / "leeg" / "solution.yaml").read_bytes(), "solution.yaml")
    assert solution.artefacts == ()
    assert solution.waivers == ()


def test_every_solution_with_a_manifest_is_in_these_tests() -> None:
    names = {path.parent.name for path in SOLUTIONS.glob("*/solution.yaml")}
    assert names == {"parkeerwijzer-goed", "parkeerwijzer-gebrekkig", "leeg", "manifest-met-fouten"}


def test_every_marked_line_of_the_faulty_manifest_is_told_at_once_and_no_other() -> None:
    lines = (FAULTY / "solution.yaml").read_text().splitlines()
    marked = {n for n, line in enumerate(lines, 1) if "# fout:" in line and not line.strip().startswith("#")}
    missing = [line for line in lines if re.search(r"# fout:.*ontbreekt", line)]
    found = mistakes_in((FAULTY / "solution.yaml").read_bytes())
    assert len(marked) > 20
    assert marked - {m.at.line for m in found} == set(), "a marked line without a mistake"
    unmarked = [m for m in found if m.at.line not in marked]
    assert {m.code for m in unmarked} <= {"missing-field"}, "a field that is not there has no line of its own"
    assert sum(m.code == "missing-field" for m in found) == len(missing) == 3


@pytest.mark.parametrize(
    ("field", "code", "suggestion"),
    [
        ("discription", "unknown-field", "description"),
        ("locatie", "unknown-field", "location"),
        ("data-provder", "unknown-value", "data-provider"),
        ("agenda", "unknown-value", "Agenda"),
        ("data-drie", "unknown-artefact", "data-twee"),
    ],
)
def test_typing_mistakes_of_the_faulty_manifest_are_met_with_a_suggestion(
    field: str, code: str, suggestion: str
) -> None:
    found = mistakes_in((FAULTY / "solution.yaml").read_bytes())
    assert [(m.code, m.args["suggestion"]) for m in found if m.args.get("value") == field] == [
        (code, suggestion)
    ]


REFUSED = {
    "aanhalingsteken.yaml": [("yaml-syntax", 7)],
    "dubbele-sleutel.yaml": [("duplicate-key", 4)],
    "inspringing.yaml": [("yaml-syntax", 8)],
    "latin1.yaml": [("not-utf-8", 1)],
    "leeg.yaml": [("file-empty", 1)],
    "lijst.yaml": [("wrong-type", 2)],
    "tab.yaml": [("yaml-tab", 6)],
    "twee-documenten.yaml": [("several-documents", 5)],
    "verwijzing.yaml": [("wrong-type", 10)],
}


def test_every_unreadable_manifest_is_in_these_tests() -> None:
    assert {path.name for path in FAULTY.glob("*.yaml")} - {"solution.yaml"} == set(REFUSED)


@pytest.mark.parametrize("name", REFUSED)
def test_a_manifest_that_cannot_be_read_is_refused_for_its_reason_and_on_its_line(name: str) -> None:
    found = mistakes_in((FAULTY / name).read_bytes())
    assert [(m.code, m.at.line) for m in found] == REFUSED[name]


# ---------------------------------------------------------------- what a manifest becomes


def test_a_manifest_becomes_a_solution() -> None:
    text = HEAD + (
        "call: slim-2026\nroles: [data-provider]\nfeatures: [geo, stream]\n"
        "documents: [{id: d, type: dpia, location: d.md, date: 2026-01-02}]\n"
        "datasets: [{id: e, location: e.ttl, standards: [x@1]}]\n"
        "waivers: [{id: w, rule: shacl/min-count, reason: r, owner: o, expires: 2027-06-30, artefact: e}]\n"
    )
    solution = load_solution(text.encode(), "solution.yaml")
    assert (solution.id, solution.version, solution.call) == ("a", "1", "slim-2026")
    assert solution.provider == {"name": "B", "ovo": "OVO001234"}
    assert (solution.roles, solution.features) == (("data-provider",), ("geo", "stream"))
    assert [(a.section, a.id, a.location, a.about, a.at.line) for a in solution.artefacts] == [
        ("datasets", "e", "e.ttl", {"standards": ["x@1"]}, 10),
        ("documents", "d", "d.md", {"type": "dpia", "date": "2026-01-02"}, 9),
    ]
    assert [(w.id, w.source, str(w.expires)) for w in solution.waivers] == [("w", "e", "2027-06-30")]


def test_the_digest_is_over_every_byte_and_not_over_the_name() -> None:
    plain = load_solution(HEAD.encode(), "a.yaml")
    assert load_solution(HEAD.encode(), "b.yaml").digest == plain.digest
    assert load_solution((HEAD + "\n").encode(), "a.yaml").digest != plain.digest
    assert re.fullmatch("[0-9a-f]{64}", plain.digest)


def test_the_sections_are_those_of_the_schema_and_each_is_gathered() -> None:
    lists = [
        name
        for name, part in schema("solution")["properties"].items()
        if part.get("type") == "array" and "location" in part["items"].get("properties", {})
    ]
    assert sorted(lists) == sorted(SECTIONS)
    assert set(gatherers()) == set(SECTIONS)


def test_ten_thousand_artefacts_are_read() -> None:
    items = "".join(f"- {{id: a{n}, location: a{n}.ttl}}\n" for n in range(10_000))
    text = f"{HEAD.replace('id: a', 'id: whole')}datasets:\n{items}"
    assert len(text) < MAX_BYTES
    assert len(load_solution(text.encode(), "solution.yaml").artefacts) == 10_000


# ---------------------------------------------------------------- what a schema cannot say


@pytest.mark.parametrize(
    ("number", "well"),
    [
        ("0123.456.749", True),
        ("0123456749", True),
        ("0123456748", False),
        ("1999.999.844", True),
        ("0000000097", True),
        ("0000000000", False),
        ("012345674", False),
        ("01234567490", False),
        ("²123456749", False),
        ("", False),
    ],
)
def test_the_check_digits_of_an_enterprise_number_are_verified(number: str, *, well: bool) -> None:
    assert has_kbo_check_digits(number) is well


@pytest.mark.parametrize(
    ("extra", "expected"),
    [
        ("datasets: [{id: a, location: a}, {id: a, location: b}]", [("duplicate-id", 6)]),
        (
            "\n".join(f"{section}:\n- {{id: x, location: a}}" for section in ("datasets", "apis", "streams")),
            [("duplicate-id", 7), ("duplicate-id", 11)],
        ),
        ("documents: [{id: d, type: dpia, location: a, date: 2026-02-30}]", [("no-such-date", 6)]),
        ("documents: [{id: d, type: dpia, location: a, date: 2026-13-01}]", [("no-such-date", 6)]),
        ("documents: [{id: d, type: dpia, location: a, date: 0000-01-01}]", [("no-such-date", 6)]),
        ("datasets: [{id: d, location: ../a.ttl}]", [("location-outside", 6)]),
        ("datasets: [{id: d, location: a, shapes: [b, /c]}]", [("location-outside", 6)]),
        ("datasets: [{id: d, location: a, background: [ftp://b/c]}]", [("unknown-scheme", 6)]),
        ("apis: [{id: d, location: a, context: ~/b}]", [("location-outside", 6)]),
        ("datasets: [{id: d, location: 'http://['}]", [("expected-url", 6)]),
        ("datasets: [{id: d, location: 'http:///a'}]", [("expected-url", 6)]),
        ("datasets: [{id: d, location: 'http://a:b/c'}]", [("expected-url", 6)]),
        ("datasets: [{id: d, location: 'http://ex℀mple.com'}]", [("expected-url", 6)]),
        ("apis: [{id: d, location: a, base_url: 'ftp://a'}]", [("expected-url", 6)]),
        ("waivers: [{id: w, rule: a/b, reason: r, owner: o, expires: 2027-02-29}]", [("no-such-date", 6)]),
        (
            "waivers: [{id: w, rule: a/b, reason: r, owner: o, expires: 2027-02-28, artefact: w}]",
            [("unknown-artefact", 6)],
        ),
    ],
)
def test_what_a_schema_cannot_say_is_told_too(extra: str, expected: list[tuple[str, int]]) -> None:
    head = HEAD.replace("id: a\n", "id: whole\n")
    assert told(f"{head}{extra}\n") == expected


def test_all_mistakes_come_in_the_order_of_the_file() -> None:
    found = mistakes_in((FAULTY / "solution.yaml").read_bytes())
    places = [(mistake.at.line or 0, mistake.at.column or 0) for mistake in found]
    assert places == sorted(places)


def test_a_name_that_is_used_again_says_where_it_stood_first() -> None:
    found = mistakes_in(f"{HEAD}datasets:\n- {{id: x, location: a}}\n- location: b\n  id: x\n")
    assert [(m.code, m.at.line, m.args) for m in found] == [("duplicate-id", 9, {"id": "x", "first": "7"})]


def test_one_of_the_two_organisation_numbers_is_needed() -> None:
    found = mistakes_in(HEAD.replace(", ovo: OVO001234", ""))
    assert [(m.code, m.at.line, m.args) for m in found] == [("missing-one-of", 4, {"fields": "ovo, kbo"})]


@pytest.mark.parametrize(
    ("location", "fault"),
    [
        ("data/a.ttl", None),
        ("a b.ttl", None),
        ("...", None),
        ("a/..b/c", None),
        ("%2e%2e/a", None),
        ("http://a.be/x", None),
        ("HTTPS://a.be/x?y#z", None),
        ("http://a.be:8080", None),
        ("http://[::1]/x", None),
        ("http://a.be/@x", None),
        ("..", "location-outside"),
        ("a/../../b", "location-outside"),
        ("/etc/passwd", "location-outside"),
        ("//server/share", "location-outside"),
        ("\\\\server\\share", "location-outside"),
        ("a\\b", "location-outside"),
        ("C:/a", "location-outside"),
        ("C:a", "location-outside"),
        ("~/a", "location-outside"),
        ("~root/a", "location-outside"),
        ("file:///etc/passwd", "unknown-scheme"),
        ("ftp://a/b", "unknown-scheme"),
        ("javascript:x", "unknown-scheme"),
        ("http:a", "unknown-scheme"),
        ("https:\\\\a", "unknown-scheme"),
        ("http://u@a/b", "address-with-credentials"),
        ("http://u:p@a/b", "address-with-credentials"),
        ("http://", "expected-url"),
        ("http://[", "expected-url"),
        ("http://:80/", "expected-url"),
        ("http://a:0/", "expected-url"),
        ("http://a:99999/", "expected-url"),
        ("https://u:p/q@a/b", "expected-url"),
    ],
)
def test_a_location_stays_inside_the_folder_or_is_a_plain_address(location: str, fault: str | None) -> None:
    assert location_fault(location) == fault


@given(st.text(st.sampled_from("a./\\:~@[]%C http?#\0é"), max_size=15))
@settings(max_examples=500)
def test_no_location_breaks_the_reading(location: str) -> None:
    fault = location_fault(location)
    inside = fault is None and not is_address(location)
    assert not inside or (".." not in location.split("/") and not location.startswith(("/", "~")))


@pytest.mark.parametrize(
    ("address", "well"),
    [
        ("https://a.be", True),
        ("https://a.be/x", True),
        ("https://a.be?x=1", True),
        ("https://a.be#x", True),
        ("https://a.be:8443/x", True),
        ("https://[::1]/x", True),
        ("http://a.be/@x", True),
        ("ftp://a.be", False),
        ("https://", False),
        ("https://u@a.be", False),
        ("https://u:p@a.be", False),
        ("https://u:p/q@a.be", False),
        ("https://a.be/a b", False),
        ("a.be", False),
    ],
)
def test_an_address_is_http_or_https_without_credentials(address: str, *, well: bool) -> None:
    text = f"{HEAD}apis: [{{id: x, location: a, base_url: '{address}'}}]\n"
    if well:
        assert load_solution(text.encode(), "a").artefacts[0].about["base_url"] == address
    else:
        assert told(text) == [("expected-url", 6)]


# ---------------------------------------------------------------- credentials


ADDRESSES = (
    f"https://u:{SECRET}@host/p",
    f"https://{SECRET}@host/p",
    f"https://u:{SECRET}/x@host/p",
    f"u:{SECRET}@host/p",
    f"ssh://u:{SECRET}@host/p",
    f"https:\\\\u:{SECRET}@host",
)
LINES = (
    "id: '{}'",
    "name: ['{}']",
    "roles: ['{}']",
    "roles: '{}'",
    "'{}': x",
    "contact: {{url: '{}'}}",
    "contact: {{email: '{}'}}",
    "provider: {{name: x, kbo: '{}'}}",
    "datasets: [{{id: x, location: '{}'}}]",
    "datasets: ['{}']",
    "datasets: [{{id: x, location: a, shapes: ['{}']}}]",
    "datasets: [{{id: x, location: a, licence: '{}'}}]",
    "datasets: [{{id: x, location: a, '{}': b}}]",
    "datasets: [{{id: '{0}', location: a}}, {{id: '{0}', location: b}}]",
    "publications: [{{id: x, location: a, type: '{}'}}]",
    "waivers: [{{id: w, rule: '{}', reason: r, owner: o, expires: 2027-01-01}}]",
    "waivers: [{{id: w, rule: a/b, reason: r, owner: o, expires: '{}'}}]",
    "waivers: [{{id: w, rule: a/b, reason: r, owner: o, expires: 2027-01-01, artefact: '{}'}}]",
    "documents: [{{id: x, type: dpia, location: a, sha256: '{}'}}]",
    "{{'{0}': 1, '{0}': 2}}",
    "!<tag:{}> x",
)


@pytest.mark.parametrize("line", LINES)
@pytest.mark.parametrize("address", ADDRESSES)
def test_credentials_never_appear_in_a_mistake(line: str, address: str) -> None:
    written = line.format(address.replace("\\", "/") if line.startswith("!") else address)
    found = mistakes_in(f"{written}\n")
    assert SECRET not in repr(found)
    assert SECRET not in str(MistakesError(found))


# ---------------------------------------------------------------- any manifest at all


VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-5, 5)
    | st.sampled_from(["a", "2026-02-30", "http://[", "0123456748"]),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["id", "location", "date"]), inner)
    ),
    max_leaves=6,
)
KEYS = st.sampled_from([*schema("solution")["properties"], "nmae"])


@given(st.dictionaries(KEYS, VALUES, max_size=10))
@settings(max_examples=200)
def test_whatever_a_manifest_holds_it_loads_or_its_mistakes_are_told(value: dict[str, Any]) -> None:
    try:
        solution = load_solution(yaml.safe_dump(value).encode(), "solution.yaml")
    except MistakesError as error:
        codes = [mistake.code for mistake in error.mistakes]
    else:
        codes = [solution.id]
    assert codes

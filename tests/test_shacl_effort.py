"""What judging may cost: hostile input ends at a limit; what that leaves open neither passes nor fails."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from interop_check.rdf.vocabulary import SH, SH_VIOLATION
from interop_check.shacl import Limits, Tally, Validation, validate, validate_stream
from interop_check.shacl.effort import Account, Effort, OverLimitError
from interop_check.shacl.paths import Alternative, Inverse, Path, Predicate, Repeat, Sequence
from interop_check.shacl.steps import follow
from shacl_oracle import run, shapes, turtle

EX = "http://example.org/"


def judged(data: str, shapes_text: str, **limits: int) -> Validation:
    return validate(turtle(data), shapes(shapes_text), limits=Limits(**limits))


def refused(validation: Validation) -> list[tuple[str, str]]:
    return [(str(one.shape), one.code) for one in validation.refused]


def tally(validation: Validation, component: str) -> Tally | None:
    return validation.tallies.get((SH_VIOLATION, f"{SH}{component}ConstraintComponent"))


# ---------------------------------------------------------------- accounts


def test_an_account_gives_what_it_has_and_nothing_where_that_is_not_enough() -> None:
    account = Account("limit-x", 10, 2)
    account.spend(7)
    with pytest.raises(OverLimitError) as caught:
        account.spend(4)
    assert (caught.value.code, caught.value.limit) == ("limit-x", 10)
    account.earn(1)
    account.spend(5)
    with pytest.raises(OverLimitError):
        account.spend(1)


# ---------------------------------------------------------------- patterns


COSTLY = 'sh:pattern "[ab]*a[ab]{9}c"'
FEW = {"pattern_steps": 40, "pattern_steps_per_character": 1}
LONG = '"abaabbabababbabaaabababb"'


def test_a_text_that_costs_too_much_is_neither_counted_as_looked_at_nor_as_failed() -> None:
    shape = f"ex:S sh:targetClass ex:A ; sh:property [ sh:path ex:p ; {COSTLY} ] ."
    found = judged(f'ex:a a ex:A ; ex:p "c", {LONG} .', shape, **FEW)
    assert tally(found, "Pattern") == Tally(1, 1)
    assert [(str(one.value), one.over, one.limit) for one in found.not_checkable] == [
        (LONG, "limit-pattern", "40")
    ]
    assert tally(judged(f'ex:a a ex:A ; ex:p "c", {LONG} .', shape), "Pattern") == Tally(2, 2)


def test_data_that_is_not_wholly_judged_does_not_conform() -> None:
    shape = f"ex:S sh:targetClass ex:A ; sh:property [ sh:path ex:p ; {COSTLY} ] ."
    found = judged(f"ex:a a ex:A ; ex:p {LONG} .", shape, **FEW)
    assert (found.results, found.conforms) == ([], False)


@pytest.mark.parametrize(
    "around",
    [
        "sh:not [ {} ]",
        "sh:or ( [ {} ] [ sh:maxLength 1 ] )",
        "sh:qualifiedValueShape [ {} ] ; sh:qualifiedMinCount 1",
    ],
)
def test_within_another_shape_it_leaves_the_constraint_open(around: str) -> None:
    inner = around.format(COSTLY)
    shape = f"ex:S sh:targetClass ex:A ; sh:property ex:T . ex:T sh:path ex:p ; sh:maxCount 0 ; {inner} ."
    found = judged(f"ex:a a ex:A ; ex:p {LONG} .", shape, **FEW)
    assert refused(found) == [(f"<{EX}T>", "limit-pattern")]
    assert [one.component for one in found.results] == [f"{SH}MaxCountConstraintComponent"]


# ---------------------------------------------------------------- paths


P, Q = Predicate(EX + "p"), Predicate(EX + "q")
paths: st.SearchStrategy[Path] = st.recursive(
    st.sampled_from([P, Q]),
    lambda inner: st.one_of(
        st.builds(Inverse, inner),
        st.builds(lambda a, b: Sequence((a, b)), inner, inner),
        st.builds(lambda a, b: Alternative((a, b)), inner, inner),
        st.builds(Repeat, inner, st.sampled_from([0, 1])),
        st.builds(lambda path: Repeat(path, 0, once=True), inner),
    ),
    max_leaves=5,
)
Pairs = set[tuple[str, str]]


def related(path: Path, known: dict[Path, Pairs], nodes: list[str]) -> Pairs:
    """The pairs of a path by the book (SPARQL 1.1, 18.4), without any care for what that costs."""
    same = {(node, node) for node in nodes}
    match path:
        case Predicate():
            return known[path]
        case Inverse(inner):
            return {(b, a) for a, b in related(inner, known, nodes)}
        case Sequence((first, second)):
            return joined(related(first, known, nodes), related(second, known, nodes))
        case Alternative(steps):
            return set().union(*(related(step, known, nodes) for step in steps))
        case Repeat(inner, _, True):
            return same | related(inner, known, nodes)
        case Repeat(inner, least, _):
            step = found = related(inner, known, nodes)
            while (more := found | joined(found, step)) != found:
                found = more
            return found if least else found | same
    raise AssertionError(path)


def joined(first: Pairs, second: Pairs) -> Pairs:
    return {(a, d) for a, b in first for c, d in second if b == c}


arrows = st.sets(
    st.tuples(st.sampled_from("abcd"), st.sampled_from("pq"), st.sampled_from("abcd")), min_size=1
)


@settings(max_examples=300)
@given(arrows, paths)
def test_paths_lead_where_they_should(triples: set[tuple[str, str, str]], path: Path) -> None:
    table = turtle("\n".join(f"ex:{s} ex:{p} ex:{o} ." for s, p, o in sorted(triples)))
    names = {number: token.decode() for number, token in enumerate(table.tokens)}
    starts = np.unique(np.concatenate([table.s, table.o]))
    nodes = [names[number] for number in starts.tolist()]
    known: dict[Path, Pairs] = {
        one: {(f"<{EX}{s}>", f"<{EX}{o}>") for s, p, o in triples if EX + p == one.iri} for one in (P, Q)
    }
    rows, values = follow(table, path, starts, Effort().pairs)
    found = [(nodes[row], names[value]) for row, value in zip(rows.tolist(), values.tolist(), strict=True)]
    assert len(found) == len(set(found))
    assert set(found) == related(path, known, nodes)
    assert rows.tolist() == sorted(rows.tolist())


STAR = "".join(f"ex:n{number} ex:p ex:hub . " for number in range(100))
CHAIN = "".join(f"ex:n{number} ex:p ex:n{number + 1} . " for number in range(100))
TWO_LISTS = f"ex:a ex:p {', '.join(map(str, range(50)))} ; ex:q {', '.join(map(str, range(50)))} ."


@pytest.mark.parametrize(
    ("data", "constraint"),
    [
        (STAR, "sh:path ( ex:p [ sh:inversePath ex:p ] ) ; sh:maxCount 1"),
        (CHAIN, "sh:path [ sh:zeroOrMorePath ex:p ] ; sh:maxCount 1"),
        (CHAIN, "sh:path [ sh:oneOrMorePath ( ex:p ex:p ) ] ; sh:maxCount 1"),
        (TWO_LISTS, "sh:path ex:p ; sh:lessThan ex:q"),
    ],
)
def test_what_leads_through_too_many_pairs_leaves_the_shape_open_and_not_the_others(
    data: str, constraint: str
) -> None:
    shape = f"""ex:S sh:targetSubjectsOf ex:p ; sh:property ex:T, ex:U .
                ex:T {constraint} . ex:U sh:path ex:r ; sh:minCount 1 ."""
    few = judged(data, shape, node_pairs=500, node_pairs_per_triple=1)
    assert refused(few) == [(f"<{EX}T>", "limit-pairs")]
    assert {one.component for one in few.results} == {f"{SH}MinCountConstraintComponent"}
    assert not few.conforms
    assert refused(judged(data, shape)) == []


def test_the_limit_grows_with_the_data() -> None:
    shape = "ex:S sh:targetSubjectsOf ex:p ; sh:property [ sh:path ( ex:p ex:p ) ; sh:maxCount 0 ] ."
    for size in (10, 1000):
        data = "".join(f"ex:n{number} ex:p ex:n{number + 1} . " for number in range(size))
        assert len(judged(data, shape, node_pairs=0, node_pairs_per_triple=1).results) == size - 1


# ---------------------------------------------------------------- shapes within shapes


def doubled(within: str, levels: int) -> str:
    lines = [
        f"ex:{name}{level} {within.format(next=f'ex:t{level + 1}', other=f'ex:u{level + 1}')} ."
        for level in range(levels)
        for name in "tu"
    ]
    return "\n".join([*lines, *(f"ex:{name}{levels} sh:path ex:p ; sh:minCount 2 ." for name in "tu")])


@pytest.mark.parametrize(
    ("top", "within"),
    [
        ("sh:node ex:t0", "sh:and ( {next} {next} )"),
        ("sh:node ex:t0", "sh:node {next} ; sh:not {next}"),
        ("sh:property ex:t0", "sh:path ex:p ; sh:property {next}, {other}"),
        ("sh:node ex:t0", "sh:path ex:p ; sh:node {next} ; sh:property {other}"),
    ],
)
def test_shapes_that_double_at_each_level_end_at_a_limit(top: str, within: str) -> None:
    data = "ex:a ex:p ex:a ."
    shape = f"ex:S sh:targetSubjectsOf ex:p ; {top} .\n"
    assert {code for _, code in refused(judged(data, shape + doubled(within, 40)))} == {"limit-shapes"}
    assert refused(judged(data, shape + doubled(within, 8))) == []


def test_a_shape_that_is_judged_too_often_neither_passes_nor_fails() -> None:
    shape = "ex:S sh:targetSubjectsOf ex:p ; sh:node ex:t0 .\n" + doubled("sh:and ( {next} {next} )", 40)
    found = judged("ex:a ex:p ex:a .", shape)
    assert (found.results, found.conforms, tally(found, "Node")) == ([], False, None)


def test_more_siblings_than_can_be_held_against_each_other_are_refused_at_load() -> None:
    def family(size: int) -> Any:
        properties = " ; ".join(
            f"sh:property [ sh:path ex:p ; sh:qualifiedValueShape [ sh:minLength {number} ] ; "
            "sh:qualifiedMinCount 1 ; sh:qualifiedValueShapesDisjoint true ]"
            for number in range(size)
        )
        return {one.code for one in shapes(f"ex:S sh:targetSubjectsOf ex:p ; {properties} .").defects}

    assert (family(500), family(501)) == (set(), {"too-many-siblings"})


# ---------------------------------------------------------------- results


MANY = "".join(f"ex:n{number} a ex:A . " for number in range(20))
ABSENT = """ex:S sh:targetClass ex:A ;
    sh:property [ sh:path ex:p ; sh:minCount 1 ] , [ sh:path ex:q ; sh:minCount 1 ] ."""


def test_results_beyond_the_limit_are_counted() -> None:
    found = judged(MANY, ABSENT, results=30)
    assert len(found.results) == 30
    assert found.omitted == {(SH_VIOLATION, f"{SH}MinCountConstraintComponent"): 10}
    assert tally(found, "MinCount") == Tally(40, 40)
    none = judged(MANY, ABSENT, results=0)
    assert (len(none.results), tally(none, "MinCount"), none.conforms) == (0, Tally(40, 40), False)


def test_the_limits_of_a_stream_are_those_of_all_its_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("interop_check.shacl.stream._BATCH", 1)
    pages = [turtle(f"ex:n{number} a ex:A .") for number in range(20)]
    found = validate_stream(pages, shapes(ABSENT), limits=Limits(results=30))
    assert (len(found.results), sum(found.omitted.values())) == (30, 10)


# ---------------------------------------------------------------- as before, in less time


def test_a_long_chain_of_classes_and_many_values_of_one_property() -> None:
    below = "".join(f"ex:c{number + 1} rdfs:subClassOf ex:c{number} . " for number in range(3000))
    shape = "ex:S sh:targetClass ex:c0 ; sh:property [ sh:path ex:p ; sh:class ex:c1 ] ."
    found = run(f"{below} ex:a a ex:c3000 ; ex:p ex:a, ex:b . ex:b a ex:c0 .", shape)
    assert (found.focus_nodes, len(found.results)) == ({EX + "S": 2}, 1)
    values = [f'"{number}"' for number in range(3000)]
    shape = f"""ex:S sh:targetNode ex:a ; sh:property [ sh:path ex:p ; sh:in ( {" ".join(values)} ) ] .
                ex:x ex:y {", ".join(values * 2)} ."""
    found = run('ex:a ex:p "2999", "3000" .', shape)
    assert [str(one.value) for one in found.results] == ['"3000"']


@pytest.mark.parametrize(
    ("tag", "ranges", "expected"),
    [
        ("nl-BE", "'nl'", 0),
        ("nl-BE", "'nl-be' 'fr'", 0),
        ("nl", "'nl-be'", 1),
        ("nlx", "'nl'", 1),
        ("nl", "'*'", 0),
    ],
)
def test_language_ranges(tag: str, ranges: str, expected: int) -> None:
    shape = f"ex:S sh:targetNode ex:a ; sh:property [ sh:path ex:p ; sh:languageIn ( {ranges} ) ] ."
    assert len(run(f'ex:a ex:p "x"@{tag} .', shape).results) == expected


def test_a_closed_shape_tells_each_value_it_may_not_have_and_counts_all() -> None:
    shape = """ex:S sh:targetClass ex:A ; sh:closed true ; sh:ignoredProperties ( rdf:type ex:has ) ;
        sh:property [ sh:path ex:has ; sh:node [ sh:closed true ; sh:ignoredProperties ( ex:q ) ] ] ."""
    data = """ex:a a ex:A ; ex:has ex:x, ex:y ; ex:p 1, 2 ; ex:r 1 .
        ex:b a ex:A ; ex:has ex:x . ex:x ex:q 1 . ex:y ex:z 1 ."""
    found = run(data, shape)
    told = [(str(one.focus), one.path, str(one.value)) for one in found.results if "Closed" in one.component]
    assert told == [
        (f"<{EX}a>", f"<{EX}{name}>", f'"{value}"^^<http://www.w3.org/2001/XMLSchema#integer>')
        for name, value in (("p", 1), ("p", 2), ("r", 1))
    ]
    assert tally(found, "Closed") == Tally(8, 3)
    assert tally(found, "Node") == Tally(3, 1)

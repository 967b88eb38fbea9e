"""A property path written as text is read back as the same path."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interop_check.shacl.path_text import parse_path
from interop_check.shacl.paths import Alternative, BadPath, Inverse, Path, Predicate, Repeat, Sequence, render

_REPEATS = st.sampled_from([(0, False), (1, False), (0, True)])


def _larger(paths: st.SearchStrategy[Path]) -> st.SearchStrategy[Path]:
    several = st.lists(paths, min_size=2, max_size=3).map(tuple)
    repeated = st.tuples(paths, _REPEATS).map(lambda pair: Repeat(pair[0], pair[1][0], once=pair[1][1]))
    return st.one_of(paths.map(Inverse), several.map(Sequence), several.map(Alternative), repeated)


_PATHS = st.recursive(
    st.sampled_from("abc").map(lambda name: Predicate(f"urn:{name}")), _larger, max_leaves=6
)


@given(_PATHS)
def test_what_is_rendered_is_read_back(path: Path) -> None:
    assert parse_path(render(path)) == path


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("^<urn:a>*", Inverse(Repeat(Predicate("urn:a"), 0))),
        ("(^<urn:a>)*", Repeat(Inverse(Predicate("urn:a")), 0)),
        (
            "<urn:a>/(<urn:b>|<urn:c>)",
            Sequence((Predicate("urn:a"), Alternative((Predicate("urn:b"), Predicate("urn:c"))))),
        ),
    ],
)
def test_signs_bind_as_in_sparql(text: str, path: Path) -> None:
    assert parse_path(text) == path


@pytest.mark.parametrize(
    "text", ["", "a", "<urn:a", "<urn:a>/", "(<urn:a>", "<urn:a>)", "*", "<urn:a><urn:b>", "(" * 500]
)
def test_what_is_no_path_is_refused(text: str) -> None:
    with pytest.raises(BadPath):
        parse_path(text)

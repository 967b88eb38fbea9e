"""What the standards that a dataset claims say of a property's datatype."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from interop_check.model import Evidence
from interop_check.shacl.constraints import Datatype
from interop_check.shacl.model import Shapes
from interop_check.shacl.paths import Predicate


@dataclass(frozen=True, slots=True)
class Expected:
    """Property IRI to the datatypes that shapes of the claimed standards give it, of whatever class.

    `complete` is False where a claimed standard is not at hand: what it expects nobody can tell then.
    """

    datatypes: Mapping[str, set[str]]
    complete: bool = True

    def of(self, iri: str) -> set[str]:
        """Return the datatypes that are expected of a property; none where no shape says anything."""
        return self.datatypes.get(iri, set())


def expected_datatypes(one: Evidence, evidence: Sequence[Evidence]) -> Expected:
    """Return what the claims of a dataset expect."""
    claims = set(one.about.get("claims", ()))
    found: defaultdict[str, set[str]] = defaultdict(set)
    standards = [each for each in evidence if each.kind == "standard" and claims & set(each.about["claims"])]
    for standard in standards:
        if standard.content:
            _collect(standard.content, found)
    return Expected(found, complete=all(standard.content for standard in standards))


def _collect(shapes: Shapes, found: defaultdict[str, set[str]]) -> None:
    for shape in shapes.described.values():
        if isinstance(shape.path, Predicate):
            kinds = {constraint.iri for constraint in shape.constraints if isinstance(constraint, Datatype)}
            if kinds:
                found[shape.path.iri] |= kinds

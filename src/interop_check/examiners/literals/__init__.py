"""Examiner `literals`: languages, datatypes, times, units and geometries in the values of the data."""

from collections.abc import Mapping, Sequence
from typing import Any

from interop_check.examiners import examiner
from interop_check.examiners.dataset import Dataset
from interop_check.examiners.literals import datatypes, geometries, languages, times, units
from interop_check.examiners.literals.expected import expected_datatypes
from interop_check.examiners.literals.values import Values
from interop_check.examiners.rdf import LINKED
from interop_check.examiners.tallying import PARAMS, Tallying
from interop_check.model import Evidence, Examination

_TEXTS = ("oslo/lang-tag", "oslo/lang-missing", "oslo/lang-unique")
_TYPED = ("oslo/datatype-known", "oslo/datatype-form", "oslo/time-offset")
_MEASURED = ("oslo/unit-given", "oslo/unit-code", "oslo/geo-form", "oslo/geo-crs")


@examiner("literals", evidence=("standard",), judges=LINKED, params=PARAMS)
def examine(evidence: Sequence[Evidence], params: Mapping[str, Any]) -> Examination:
    """Whether texts have a language, values fit their datatype, times an offset, quantities a unit.

    Rules oslo/lang-*, oslo/datatype-*, oslo/time-*, oslo/unit-* and oslo/geo-*. Each distinct literal is
    looked at once per rule. Where a claimed standard gives a property another datatype than a text with a
    language, that is followed. Source: RDF 1.1; BCP 47; XML Schema 1.1 part 2; GeoSPARQL 1.1.
    """
    tallying = Tallying.of(params)
    for one in evidence:
        if one.kind in LINKED and one.content:
            data = Dataset(one, tallying)
            values = Values(data)
            expected = expected_datatypes(one, evidence)
            languages.examine(values, expected)
            datatypes.examine(values)
            times.examine(values, expected)
            units.examine(values)
            geometries.examine(values)
    facts = {"texts": _TEXTS, "typed_values": _TYPED, "quantities_or_geometries": _MEASURED}
    return tallying.examination(
        {fact: any(rule in tallying.tallies for rule in rules) for fact, rules in facts.items()}
    )

"""Which rule a SHACL result is of, what its property is called, and which results have one cause."""

import re
from collections.abc import Iterable, Mapping
from typing import TypeAlias

from interop_check.rdf.vocabulary import SH
from interop_check.shacl import ValidationResult

# severity, focus node, path, value, and the component where it says nothing of the kind of the value
Spot: TypeAlias = tuple[str | None, ...]

# A value of the wrong kind breaks all of these at once; the first says the most plainly what to mend.
_KINDS = tuple(f"{SH}{name}ConstraintComponent" for name in ("NodeKind", "Datatype", "Class", "Node"))
_NAMESPACES = {f"{SH}Violation": "shacl", f"{SH}Warning": "shacl-warning", f"{SH}Info": "shacl-info"}
# One value at least is what people call mandatory.
_PLAIN = {
    ("minCount", "1"): "absent",
    ("nodeKind", f"{SH}IRI"): "iri-due",
    ("nodeKind", f"{SH}BlankNodeOrIRI"): "thing-due",
    ("nodeKind", f"{SH}Literal"): "literal-due",
}


def leading_rules(results: Iterable[ValidationResult]) -> Mapping[Spot, str]:
    """Return, for each value that is of the wrong kind, the rule that says it the most plainly."""
    leading: dict[Spot, str] = {}
    kinds = (one for one in results if one.component in _KINDS)
    for result in sorted(kinds, key=lambda one: _KINDS.index(one.component)):
        leading.setdefault(spot_of(result), rule_of(result.severity, result.component))
    return leading


def spot_of(result: ValidationResult) -> Spot:
    """Return where a result stands: those of one spot have one cause."""
    other = None if result.component in _KINDS else result.component
    return result.severity, str(result.focus), result.path, str(result.value), other


def rule_of(severity: str, component: str) -> str:
    """Return the rule id of a constraint component (IRI) at a severity (IRI): shacl/min-count.

    Components that a standard defines itself are all of the rule shacl/custom.
    """
    namespace = _NAMESPACES.get(severity, "shacl")
    if not component.startswith(SH):
        return f"{namespace}/custom"
    name = re.split(r"[#/]", component)[-1].removesuffix("ConstraintComponent")
    return f"{namespace}/{re.sub(r'(?<=[a-z])(?=[A-Z])', '-', name).lower()}"


def code_of(rule: str, result: ValidationResult) -> str:
    """Return which sentence of its rule says the most plainly what is wrong."""
    plain = (code for (name, value), code in _PLAIN.items() if result.params.get(name) == value)
    return next(plain, rule.partition("/")[2])


def name_of(result: ValidationResult) -> str:
    """Return what people call the property of a result, in Dutch where the shapes say it."""
    for language in ("nl", "", "en"):
        if result.names.get(language):
            return result.names[language]
    return re.split(r"[#/]", (result.path or "").rstrip(">"))[-1]

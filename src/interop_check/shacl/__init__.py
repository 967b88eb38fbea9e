"""SHACL: a shapes graph becomes a checked model and runs on a table of triples."""

from interop_check.shacl.effort import DEFAULT_LIMITS, Limits
from interop_check.shacl.load import load_shapes
from interop_check.shacl.model import Shapes, Target
from interop_check.shacl.results import NotCheckable, ShapeDefect, Tally, Validation, ValidationResult
from interop_check.shacl.stream import validate_lines, validate_stream
from interop_check.shacl.validate import validate

__all__ = [
    "DEFAULT_LIMITS",
    "Limits",
    "NotCheckable",
    "ShapeDefect",
    "Shapes",
    "Tally",
    "Target",
    "Validation",
    "ValidationResult",
    "load_shapes",
    "validate",
    "validate_lines",
    "validate_stream",
]

"""Validation results of different engines as comparable rows."""

import hashlib
from collections.abc import Iterable

Row = tuple[str, str, str, str]


def digest(rows: Iterable[Row]) -> str:
    """A short digest of a set of rows: focus node, path, value and component, each as N-Triples has it."""
    text = "\n".join(sorted({"\t".join(row) for row in rows}))
    return hashlib.sha256(text.encode()).hexdigest()[:12]

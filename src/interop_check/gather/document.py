"""Evidence of kind `document`: the `documents` of a solution."""

from interop_check.gather.plain import gatherer

GATHERER = gatherer(section="documents", kind="document")

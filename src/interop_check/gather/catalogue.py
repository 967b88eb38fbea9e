"""Evidence of kind `catalogue`: the `catalogues` of a solution."""

from interop_check.gather.plain import gatherer

GATHERER = gatherer(section="catalogues", kind="catalogue")

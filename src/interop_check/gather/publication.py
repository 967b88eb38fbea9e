"""Evidence of kind `publication`: the `publications` of a solution."""

from interop_check.gather.plain import gatherer

GATHERER = gatherer(section="publications", kind="publication")

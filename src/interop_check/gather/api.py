"""Evidence of kind `api`: the `apis` of a solution."""

from interop_check.gather.plain import gatherer

GATHERER = gatherer(section="apis", kind="api")

"""Evidence of kind `repository`: the `repositories` of a solution."""

from interop_check.gather.plain import gatherer

GATHERER = gatherer(section="repositories", kind="repository")

"""Evidence of kind `stream`: the `streams` of a solution."""

from interop_check.gather.plain import gatherer

GATHERER = gatherer(section="streams", kind="stream")

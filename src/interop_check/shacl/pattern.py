"""sh:pattern: XPath regular expressions, matched so that none can take more than its share of time.

Python's matcher backtracks: `(a+)+b` takes exponential time on a row of a's, and shapes and data both come
from outside. Neither a time limit (the matcher holds the interpreter) nor a ban on nested repetition (which
is mostly harmless and useful) will do. So a pattern that could backtrack much, or any pattern on a long
text, runs on states instead (`linear`). Refused are only patterns that no states can match: those with
back-references, and those whose counted repetitions need too many.
"""

import re
from functools import lru_cache

from interop_check.shacl.defects import Unusable
from interop_check.shacl.linear import Program, Reader, is_tame

_FLAGS = {"i": re.IGNORECASE, "s": re.DOTALL, "m": re.MULTILINE}
_BLANKS = re.compile(r"\\.|\[(?:\\.|[^\]\\])*\]|\s+", re.DOTALL)
_LONGEST_PATTERN = 4096
_LONG_TEXT = 200


class Matcher:
    """A compiled pattern; raises Unusable where it cannot be matched safely."""

    def __init__(self, pattern: str, flags: re.RegexFlag) -> None:
        self._regex = re.compile(pattern, flags)
        part = Reader(pattern).read()
        self._tame = is_tame(part)
        self._program = Program(part, flags)

    def __call__(self, text: str) -> bool:
        """Whether the pattern occurs in the text."""
        if self._tame and len(text) <= _LONG_TEXT:
            return self._regex.search(text) is not None
        return self._program.search(text)


@lru_cache(maxsize=256)
def compile_pattern(pattern: str, flags: str) -> Matcher:
    """The matcher of an XPath pattern with its flags (F&O 5.6); raises Unusable."""
    import elementpath.regex  # noqa: PLC0415 - costs start-up time and few shapes need it

    if set(flags) - set("smixq"):
        raise Unusable("bad-flags", flags=flags)
    if len(pattern) > _LONGEST_PATTERN:
        raise Unusable("unsafe-pattern", pattern=pattern[:80])
    options = re.RegexFlag(0)
    for flag in flags:
        options |= _FLAGS.get(flag, re.RegexFlag(0))
    if "q" in flags:
        return Matcher(re.escape(pattern), options)
    if "x" in flags:
        pattern = _BLANKS.sub(lambda found: "" if found[0].isspace() else found[0], pattern)
    try:
        return Matcher(elementpath.regex.translate_pattern(pattern, options), options)
    except Unusable as unusable:
        raise Unusable(unusable.code, pattern=pattern) from None
    except (elementpath.regex.RegexError, re.error, OverflowError, RecursionError):
        raise Unusable("bad-pattern", pattern=pattern) from None

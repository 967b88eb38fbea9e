"""sh:pattern: XPath regular expressions, matched so that none can take more than its share of time.

Python's matcher backtracks: `(a+)+b` takes exponential time on a row of a's, and shapes and data both come
from outside. Neither a time limit (the matcher holds the interpreter, and a report must not depend on the
machine) nor a ban on nested repetition (which is mostly harmless and useful) will do. So patterns run on
states (`automaton`), with a limit on the work of each run. Refused beforehand are only patterns that no
states can match, those with back-references, and those that need too many.
"""

import re
from functools import lru_cache

from interop_check.shacl.automaton import Program
from interop_check.shacl.defects import Unusable
from interop_check.shacl.regular import Reader

_FLAGS = {"i": re.IGNORECASE, "s": re.DOTALL, "m": re.MULTILINE}
_BLANKS = re.compile(r"\\.|\[(?:\\.|[^\]\\])*\]|\s+", re.DOTALL)
_LONGEST_PATTERN = 4096
_LONGEST_TRANSLATION = 200_000
"""Characters; one category of characters, as in `\\p{L}`, takes thousands."""


@lru_cache(maxsize=256)
def compile_pattern(pattern: str, flags: str) -> Program:
    """The states of an XPath pattern with its flags (F&O 5.6); raises Unusable."""
    import elementpath.regex  # noqa: PLC0415 - costs start-up time and few shapes need it

    if set(flags) - set("smixq"):
        raise Unusable("bad-flags", flags=flags)
    if len(pattern) > _LONGEST_PATTERN:
        raise Unusable("unsafe-pattern", pattern=pattern[:80])
    options = re.RegexFlag(0)
    for flag in flags:
        options |= _FLAGS.get(flag, re.RegexFlag(0))
    if "q" in flags:
        return _program(re.escape(pattern), options)
    if "x" in flags:
        pattern = _BLANKS.sub(lambda found: "" if found[0].isspace() else found[0], pattern)
    try:
        return _program(elementpath.regex.translate_pattern(pattern, options), options)
    except Unusable as unusable:
        raise Unusable(unusable.code, pattern=pattern) from None
    except (elementpath.regex.RegexError, re.error, OverflowError, RecursionError):
        raise Unusable("bad-pattern", pattern=pattern) from None


def _program(pattern: str, flags: re.RegexFlag) -> Program:
    if len(pattern) > _LONGEST_TRANSLATION:
        raise Unusable("unsafe-pattern", pattern="")
    re.compile(pattern, flags)  # what Python refuses is no pattern
    return Program(Reader(pattern).read(), flags)

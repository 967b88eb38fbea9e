"""sh:pattern: XPath regular expressions as compiled Python ones, none of which can backtrack without bound."""

import re
from functools import lru_cache

from interop_check.shacl.defects import Unusable

_FLAGS = {"i": re.IGNORECASE, "s": re.DOTALL, "m": re.MULTILINE}
_CLASS = re.compile(r"\\.|\[(?:\\.|[^\]\\])*\]|\s+", re.DOTALL)
_LIMIT = 4096


@lru_cache(maxsize=256)
def compile_pattern(pattern: str, flags: str) -> re.Pattern[str]:
    """The Python regex of an XPath pattern (F&O 5.6); raises Unusable."""
    import elementpath.regex  # noqa: PLC0415 - costs start-up time and few shapes need it

    wrong = set(flags) - set("smixq")
    if wrong:
        raise Unusable("bad-flags", flags=flags)
    if len(pattern) > _LIMIT:
        raise Unusable("unsafe-pattern", pattern=pattern[:80])
    options = re.RegexFlag(0)
    for flag in flags:
        options |= _FLAGS.get(flag, re.RegexFlag(0))
    if "q" in flags:
        return re.compile(re.escape(pattern), options)
    if "x" in flags:
        pattern = _CLASS.sub(lambda found: "" if found[0].isspace() else found[0], pattern)
    try:
        translated = elementpath.regex.translate_pattern(pattern, options, back_references=True)
        compiled = re.compile(translated, options)
    except (elementpath.regex.RegexError, re.error, OverflowError, RecursionError):
        raise Unusable("bad-pattern", pattern=pattern) from None
    return compiled

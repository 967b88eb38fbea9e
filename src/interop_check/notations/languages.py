"""Language tags (BCP 47, RFC 5646): whether a tag is well-formed, and whether its language exists."""

import re

_WELL_FORMED = re.compile(r"[a-z]{1,8}(?:-[a-z0-9]{1,8})*", re.IGNORECASE)

_CODES = """
aa ab ae af ak am an ar as av ay az ba be bg bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de dv
dz ee el en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie
ig ii ik io is it iu ja jv ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv
mg mh mi mk ml mn mr ms mt my na nb nd ne ng nl nn no nr nv ny oc oj om or os pa pi pl ps pt qu rm
rn ro ru rw sa sc sd se sg sh si sk sl sm sn so sq sr ss st su sv sw ta te tg th ti tk tl tn to tr
ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu
"""
_TWO_LETTERS = frozenset(_CODES.split())
"""ISO 639-1."""

_PROPER = {
    "dut": "nl", "nld": "nl", "nederlands": "nl", "dutch": "nl", "vl": "nl-BE", "fl": "nl-BE", "be": "nl-BE",
    "fre": "fr", "fra": "fr", "frans": "fr", "french": "fr", "ger": "de", "deu": "de", "duits": "de",
    "german": "de", "eng": "en", "engels": "en", "english": "en", "gb": "en-GB", "us": "en-US",
    "spa": "es", "ita": "it", "por": "pt", "pol": "pl", "ara": "ar", "tur": "tr", "rus": "ru", "ukr": "uk",
}  # fmt: skip
"""What people write for a language, and its shortest code, which RFC 5646 (2.2.1) asks for.

“be” is the code of Belarusian, and in Flemish data a slip for Belgium.
"""

_REGIONS = frozenset({"vl", "fl", "vla"})
_NO_LANGUAGE = frozenset({"x", "i"})
_FIRST_LONG = 4


def is_well_formed(tag: str) -> bool:
    """Whether a tag has the form of one; `nl_BE` has not, and a parser may drop the text that bears it."""
    return _WELL_FORMED.fullmatch(tag) is not None


def fault(tag: str) -> str:
    """Return what is wrong with a well-formed tag, as a code; "" where nothing is.

    unknown: no language has that code; long: it has a shorter one; country: that of a country or region
    stands where a language is due, or a region that has no code.
    """
    language, *others = tag.lower().split("-")
    if language in _NO_LANGUAGE:
        return ""
    if language == "be" or (others and others[-1] in _REGIONS):
        return "country"
    if language in _TWO_LETTERS or (len(language) == 3 and language not in _PROPER):  # noqa: PLR2004 - ISO 639-3
        return ""
    return "long" if language in _PROPER and len(language) > 2 else "unknown"  # noqa: PLR2004 - ISO 639-1


def proper(tag: str) -> str:
    """Return the tag that is meant by a wrong one; "" where it cannot be told."""
    language, *others = re.split(r"[-_]", tag.strip().lower())
    if language not in _TWO_LETTERS or language == "be":
        language = _PROPER.get(language, "")
    if not language:
        return ""
    regions = [part.upper() for part in others if re.fullmatch(r"[a-z]{2}", part)]
    if regions and regions[0].lower() in _REGIONS:
        regions = ["BE"]
    return "-".join([language, *regions[:1]]) if "-" not in language else language

"""Content negotiation: media types and languages (RFC 9110, 12)."""

from interop_check.examiners.service.conformity import matches
from interop_check.examiners.service.verdicts import Verdicts, at
from interop_check.live.probe import Seen, Service
from interop_check.mask import shown

ACCEPT, UNSERVED, VARY = "live/accept", "live/not-acceptable", "live/vary"
LANGUAGE = "live/content-language"
RULES = (ACCEPT, UNSERVED, VARY, LANGUAGE)

_NOT_ACCEPTABLE, _ERROR = 406, 400


def examine(service: Service, verdicts: Verdicts) -> None:
    """Look at one answer that was asked for as several media types, as one that nobody has, and in Dutch."""
    for one in service.of("media-type"):
        seen = verdicts.answered(ACCEPT, one)
        if seen is not None:
            holds = seen.is_well and matches(seen.media_type, one.probe.detail)
            args = {"asked": shown(one.probe.detail), "media_type": seen.media_type}
            verdicts.either(ACCEPT, "other", at(seen), holds=holds, status=str(seen.status), **args)
    _unserved(service.first("unserved"), verdicts)
    _vary(service, verdicts)
    _language(service.first("language"), verdicts)


def _unserved(one: Seen | None, verdicts: Verdicts) -> None:
    seen = verdicts.answered(UNSERVED, one)
    if seen is not None:
        holds = seen.status == _NOT_ACCEPTABLE
        args = {"status": str(seen.status), "media_type": seen.media_type}
        verdicts.either(
            UNSERVED, "served" if seen.status < _ERROR else "status", at(seen), holds=holds, **args
        )


def _vary(service: Service, verdicts: Verdicts) -> None:
    """Caches have to know what an answer depends on, where it does."""
    forms = [one for one in service.of("media-type") if one.is_well]
    if len({one.media_type for one in forms}) > 1:
        for seen in forms:
            holds = bool(seen.words("vary") & {"accept", "*"})
            verdicts.either(VARY, "absent", at(seen), holds=holds, header="Accept")


def _language(one: Seen | None, verdicts: Verdicts) -> None:
    seen = verdicts.answered(LANGUAGE, one)
    if seen is None:
        return
    said = seen.words("content-language")
    if not said:
        verdicts.bad(LANGUAGE, "absent", at(seen))
    else:
        holds = any(tag.partition("-")[0] == "nl" for tag in said)
        verdicts.either(LANGUAGE, "other", at(seen), holds=holds, language=shown(", ".join(sorted(said))))

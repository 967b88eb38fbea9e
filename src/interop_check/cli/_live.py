"""--live and --param: which running services are asked, and with what."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from interop_check.cli._refusal import refuse
from interop_check.gather.gateway.redact import REDACTED, REDACTOR
from interop_check.mask import shown
from interop_check.model import Artefact
from interop_check.solution import is_address, location_fault

LIVE = "live"
"""The profile by which running services are judged, and what an artefact says of its own (`about`)."""

_ADDRESS = "base_url"


def is_live(artefacts: Iterable[Artefact]) -> bool:
    """Whether a running service is to be asked."""
    return any(LIVE in one.about for one in artefacts)


def with_services(artefacts: Sequence[Artefact]) -> tuple[Artefact, ...]:
    """Return the artefacts, those with an address of a service told to have it asked."""
    return tuple(
        replace(one, about={**one.about, LIVE: _address(one.about[_ADDRESS])})
        if one.section == "apis" and _ADDRESS in one.about
        else one
        for one in artefacts
    )


def given(live: str | None, params: Sequence[str], targets: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """Return what --live and --param say of one description; ends the run where they are wrong."""
    if live is None:
        if params:
            refuse("live-without")
        return {}
    if len(targets) > 1:
        refuse("live-one-target")
    for one in params:
        name, is_pair, _ = one.partition("=")
        if not name or not is_pair:
            refuse("param-form", value=shown(one))
        if REDACTOR.header(name, "") == REDACTED:
            refuse("param-secret", name=shown(name))
    return {LIVE: (_address(live),), **({"params": tuple(params)} if params else {})}


def _address(written: str) -> str:
    """Return the address of a service; ends the run for what is none: no query, no credentials."""
    if not is_address(written) or location_fault(written) or "?" in written or "#" in written:
        refuse("live-address", value=shown(written))
    return written

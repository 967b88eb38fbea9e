"""Versions that end: announced in the answers and in the description alike (RFC 9745, RFC 8594)."""

from interop_check.examiners.service.verdicts import Verdicts, at, described
from interop_check.live.probe import Service
from interop_check.mask import shown

DEPRECATION, VERSION = "live/deprecation", "live/version-header"
RULES = (DEPRECATION, VERSION)

_VERSIONS = ("api-version", "x-version", "x-api-version")


def examine(service: Service, verdicts: Verdicts) -> None:
    """Look at the headers that say that an operation will go, and at those that say its version."""
    for seen in service.of("operation"):
        operation = seen.probe.operation
        if operation is None or not seen.exchange:
            continue
        announced = bool(seen.header("deprecation") or seen.header("sunset"))
        described_so = operation.fields.get("deprecated") is True
        if announced or described_so:
            code = "unannounced" if described_so else "undescribed"
            args = {"path": shown(seen.probe.detail)}
            holds = announced and described_so
            verdicts.either(DEPRECATION, code, described(operation), holds=holds, **args)
    _version(service, verdicts)


def has_deprecated(service: Service) -> bool:
    """Whether the description or an answer says that an operation will go."""
    return any(
        bool(one.probe.operation and one.probe.operation.fields.get("deprecated") is True)
        or bool(one.header("deprecation") or one.header("sunset"))
        for one in service.of("operation")
    )


def _version(service: Service, verdicts: Verdicts) -> None:
    subject, root = service.subject, service.api.root
    info = root.fields.get("info") if root else None
    declared = info.get("version") if isinstance(info, dict) else None
    said = next((value for name in _VERSIONS if subject and (value := subject.header(name))), "")
    if subject and said and isinstance(declared, str):
        holds = f"{_bare(declared)}.".startswith(f"{_bare(said)}.")  # the minor version may be left out
        verdicts.either(
            VERSION, "other", at(subject), holds=holds, value=shown(said), declared=shown(declared)
        )


def _bare(version: str) -> str:
    return version.strip().lower().removeprefix("v").removeprefix(".")

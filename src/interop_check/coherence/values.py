"""Forms for comparing: two ways of writing the same licence, address or standard have the same form."""

import re

_STANDARD = re.compile(
    r"//data\.vlaanderen\.be/doc/applicatieprofiel/(?P<name>.+?)"
    r"(?:/(?:[a-z-]+/)?(?P<version>\d{4}-\d\d-\d\d|niet-bepaald))?(?:/(?:index\.html)?)?(?:#.*)?"
)
_SPDX = re.compile(
    r"//(?:www\.)?(?:spdx\.org/licenses|opensource\.org/licen[cs]es?)/(?P<name>[^/#?]+?)(?:\.html)?"
)


def address(written: str) -> str:
    """Return an address without scheme, usual port and closing slash; names of hosts do not mind capitals."""
    rest = re.sub(r"^https?:", "", written.strip(), flags=re.IGNORECASE)
    host, slash, path = rest.removeprefix("//").partition("/")
    return f"//{re.sub(r':(80|443)$', '', host.lower())}{slash}{path}".rstrip("/")


def licence(written: str) -> str:
    """Return a licence by its SPDX name where an address is known to stand for one, else its address."""
    found = address(written)
    spdx = _SPDX.fullmatch(found)
    return (spdx["name"] if spdx else found.removeprefix("//")).lower()


def standard(written: str) -> tuple[str, str] | None:
    """Return id and version ("" for none) of an OSLO standard named by id or address; None for any other."""
    if re.match(r"https?://", written, re.IGNORECASE):
        found = _STANDARD.fullmatch(address(written))
        return (found["name"].lower(), found["version"] or "") if found else None
    name, _, version = written.strip().partition("@")
    return name.lower(), version.lower()

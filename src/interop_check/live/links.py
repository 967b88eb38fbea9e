"""What refers to what in answers: Link headers, the next page, the members of a collection, origins."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import quote, urljoin, urlsplit

CONTEXT_RELATION = "http://www.w3.org/ns/json-ld#context"

_LISTS = (
    *("items", "features", "value", "member", "hydra:member", "members", "@graph", "results", "data"),
    *("content", "elements", "entities", "collections"),
)
_PORTS = {"http": 80, "https": 443}
_MOST_LINKS = 100


def of_header(header: str, relation: str) -> Sequence[str]:
    """Return the targets of a relation in a Link header (RFC 8288, 3)."""
    found = []
    for target, parameters in _links(header):
        named = [value for name, value in parameters if name == "rel"]
        if relation.lower() in (named[0].lower().split() if named else ()):
            found.append(target)
    return found


def _links(header: str) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    for _ in range(_MOST_LINKS):
        before, opened, rest = header.partition("<")
        target, closed, rest = rest.partition(">")
        if not opened or not closed or before.strip(" ,\t"):
            return
        parameters, header = _parameters(rest)
        yield target.strip(), parameters


def _parameters(text: str) -> tuple[list[tuple[str, str]], str]:
    """Return the parameters at the beginning of `text`, and what comes after the comma that ends them."""
    end, quoted = len(text), False
    for at, letter in enumerate(text):
        if letter == '"':
            quoted = not quoted
        elif letter == "," and not quoted:
            end = at
            break
    pieces = (one.partition("=") for one in text[:end].split(";"))
    found = [(name.strip().lower(), value.strip().strip('"')) for name, _, value in pieces if name.strip()]
    return found, text[end + 1 :]


# ---------------------------------------------------------------- bodies


def members(document: Any) -> Sequence[Any]:
    """Return the things that a collection holds; none where it is no collection that is known as one."""
    if isinstance(document, list):
        return document
    if not isinstance(document, dict):
        return ()
    embedded = document.get("_embedded")
    lists = [document.get(name) for name in _LISTS]
    lists += list(embedded.values()) if isinstance(embedded, dict) else []
    return next((one for one in lists if isinstance(one, list)), ())


def next_in_body(document: Any) -> str:
    """Return the address of the next page as a body gives it; "" where it gives none.

    Known are Belgif (`next`, with `href`), HAL, JSON:API, OGC API, Hydra, SensorThings and OData.
    """
    if not isinstance(document, dict):
        return ""
    listed = document.get("links")
    if isinstance(listed, list):
        for one in listed:
            if isinstance(one, dict) and one.get("rel") == "next" and isinstance(one.get("href"), str):
                return str(one["href"])
    holders = (document, document.get("_links"), listed, document.get("hydra:view"), document.get("view"))
    for holder in holders:
        if isinstance(holder, dict):
            for name in ("next", "hydra:next", "@iot.nextLink", "@odata.nextLink"):
                if found := _address(holder.get(name)):
                    return found
    return ""


def _address(value: Any) -> str:
    if isinstance(value, dict):
        value = value.get("href") or value.get("@id") or value.get("url")
    return value if isinstance(value, str) else ""


def identity(member: Any) -> str:
    """Return what names a member of a collection; "" where nothing does."""
    for name in ("@id", "id", "@iot.id", "identifier", "href", "self"):
        value = member.get(name) if isinstance(member, dict) else None
        if isinstance(value, bool) or value is None:
            continue
        if isinstance(value, int):
            return str(value)
        if found := _address(value):
            return found
    return ""


def contexts(document: Any) -> list[str]:
    """Return the addresses in the @context of a body, as they are written."""
    held = document.get("@context") if isinstance(document, Mapping) else None
    return [one for one in (held if isinstance(held, list) else [held]) if isinstance(one, str)]


# ---------------------------------------------------------------- addresses


def joined(base: str, written: str) -> str:
    """Return where a reference in an answer leads; "" where it is no address."""
    try:
        found = urljoin(base, written.strip())
        return found if urlsplit(found).hostname else ""
    except ValueError:
        return ""


def origin(url: str) -> tuple[str, str, int]:
    """Return scheme, host and port of an address (RFC 6454); ("", "", 0) where it is none."""
    try:
        parts = urlsplit(url)
        port = parts.port or _PORTS.get(parts.scheme.lower(), 0)
    except ValueError:
        return "", "", 0
    return parts.scheme.lower(), (parts.hostname or "").lower(), port


def is_of(url: str, base: str) -> bool:
    """Whether an address is on the same origin as another, without a user name in it."""
    return origin(url) == origin(base) and "@" not in urlsplit(url).netloc


def below(base: str, path: str) -> str:
    """Return the address of a path of a description, which begins with a slash."""
    return base.rstrip("/") + path


def bare(url: str) -> str:
    """Return an address without query and fragment, as it may be shown: there may be secrets in them."""
    return url.partition("#")[0].partition("?")[0]


def with_query(url: str, name: str, value: str) -> str:
    """Return an address with one more value in its query."""
    bare, _, _ = url.partition("#")
    return f"{bare}{'&' if '?' in bare else '?'}{quote(name, safe='$')}={quote(value, safe=',')}"

"""The nouns of asking a running service: a probe, what was seen of it, and all of a service together."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from interop_check.live import links
from interop_check.live.limits import DEFAULT_LIMITS, Limits
from interop_check.model import Problem
from interop_check.openapi import json_reading
from interop_check.openapi.description import Description
from interop_check.openapi.document import DocumentError
from interop_check.openapi.node import Node

if TYPE_CHECKING:  # the noun alone: what asks over the network is far from here
    from interop_check.gather.exchange import Exchange

ORIGIN = "https://interop-check.example"
"""The web page that a service is told to be asked from (Fetch standard, Origin); nobody has it (RFC 2606)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Probe:
    """One request and what it is for: the examiner looks it up by `purpose`; `detail` says which of several.

    `operation` is the one of the description that it asks, None where it asks something else.
    """

    purpose: str
    url: str
    method: str = "GET"
    headers: tuple[tuple[str, str], ...] = ()
    follow: bool = False
    anonymous: bool = False
    detail: str = ""
    operation: Node | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Skipped:
    """An operation that was not asked, and why: a code and values."""

    operation: Node = field(repr=False)
    path: str
    code: str
    args: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Seen:
    """A probe and its answer, or the problem that stood in the way of one."""

    probe: Probe
    exchange: "Exchange | None" = None
    problem: Problem | None = None

    @property
    def status(self) -> int:
        """Return the status; 0 where there was no answer."""
        return self.exchange.status if self.exchange else 0

    @property
    def is_well(self) -> bool:
        """Whether the answer has status 200."""
        return self.status == HTTPStatus.OK

    @property
    def url(self) -> str:
        """Return the address that answered, or should have, without secrets."""
        if self.exchange:
            return self.exchange.url
        return self.problem.args.get("location", self.probe.url) if self.problem else self.probe.url

    @property
    def media_type(self) -> str:
        """Return type and subtype of the answer in lower case; "" where it says none."""
        return (self.exchange.media_type or "") if self.exchange else ""

    @property
    def data(self) -> bytes:
        """Return the body."""
        return self.exchange.body.read() if self.exchange else b""

    def header(self, name: str) -> str:
        """Return the values of a header, with commas between them (RFC 9110, 5.3); "" where there is none."""
        headers = self.exchange.headers if self.exchange else ()
        return ", ".join(value for known, value in headers if known == name.lower())

    def words(self, name: str) -> frozenset[str]:
        """Return the members of a header that is a list of words, in lower case."""
        return frozenset(one.strip().lower() for one in self.header(name).split(",") if one.strip())

    @property
    def is_json(self) -> bool:
        """Whether the answer says that it is JSON, of whatever kind."""
        return self.media_type == "application/json" or self.media_type.endswith("+json")

    @cached_property
    def document(self) -> Any:
        """The body as JSON; None where it is something else, or says that it is."""
        if not self.is_json:
            return None
        try:
            return json_reading.parsed(self.data)[0]
        except DocumentError:
            return None

    def links(self, relation: str) -> Sequence[str]:
        """Return the addresses that the Link header gives for a relation, as they are written (RFC 8288)."""
        return links.of_header(self.header("link"), relation)


_LIMITS = {"service-budget": "service_requests", "service-bytes": "service_bytes"}
"""The limits that asking may end at, by the code of why it ended."""


@dataclass(frozen=True, kw_only=True)
class Service:
    """A running service: its address and description, what was seen of it, and what was not asked.

    `limits` are those that it is asked within; `stopped` is the code of why asking ended before its end, ""
    where it did not.
    """

    url: str
    api: Description = field(repr=False)
    params: Mapping[str, str] = field(default_factory=dict)
    limits: Limits = field(default=DEFAULT_LIMITS, repr=False)
    seen: tuple[Seen, ...] = field(default=(), repr=False)
    skipped: tuple[Skipped, ...] = field(default=(), repr=False)
    stopped: str = ""

    @property
    def limit_hit(self) -> Mapping[str, str]:
        """Return name and number of the limit that asking ended at; nothing where none ended it."""
        name = _LIMITS.get(self.stopped)
        return self.limits.told(name) if name else {}

    def of(self, purpose: str) -> Sequence[Seen]:
        """Return what was seen of all probes for a purpose, in the order in which they were asked."""
        return self._by_purpose.get(purpose, ())

    def first(self, purpose: str) -> Seen | None:
        """Return the first that was asked for a purpose."""
        return next(iter(self.of(purpose)), None)

    @cached_property
    def _by_purpose(self) -> Mapping[str, Sequence[Seen]]:
        found: dict[str, list[Seen]] = {}
        for one in self.seen:
            found.setdefault(one.probe.purpose, []).append(one)
        return found

    @cached_property
    def subject(self) -> Seen | None:
        """The answer that is asked for in other ways too: the first that is JSON, else the first."""
        well = [one for one in self.of("operation") if one.is_well]
        return next((one for one in well if one.document is not None), next(iter(well), None))

    @cached_property
    def collection(self) -> Seen | None:
        """The first answer that holds several things of a kind, one at least."""
        well = (one for one in self.of("operation") if one.is_well)
        return next((one for one in well if links.members(one.document)), None)

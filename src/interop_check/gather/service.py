"""Evidence of kind `service`: what a running service answers to a few safe requests, within a budget.

Which requests those are, live/plan.py says; here they are made, one after another, and the service left alone
once it has had enough.
"""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from interop_check.gather.exchange import Request
from interop_check.gather.source import Reader
from interop_check.live import links, plan
from interop_check.live.probe import Probe, Seen, Service
from interop_check.model import INTERRUPTED, Evidence, Problem

KIND = "service"
_STRAINS = 3
"""Answers 429 or 503, connections that broke, or requests without any answer, after which asking ends."""

_BUSY = "gateway-busy"
_HOPELESS = frozenset(
    {
        *(
            "network-off",
            "not-recorded",
            "gateway-private",
            "gateway-name",
            "gateway-certificate",
            "gateway-tls",
        ),
        *("gateway-url", "gateway-scheme", "gateway-proxy", "gateway-certificate-file"),
    }
)
"""Problems that the next request to the same server would meet as well."""


def asked(evidence: Sequence[Evidence], source: Reader) -> Iterator[Evidence]:
    """Yield one piece of evidence per description whose service is to be asked (`about["live"]`)."""
    if any(one.problem and one.problem.code == INTERRUPTED for one in evidence):
        return
    for one in evidence:
        if one.kind == "api" and one.about.get("live"):
            yield from _of(one, source)


def _of(description: Evidence, source: Reader) -> Iterator[Evidence]:
    url = str(description.about["live"])
    about = {"id": description.about.get("id"), "description": description.source}
    if description.content is None or description.content.version is None:
        problem = Problem(code="service-no-description", args={"location": description.source})
        yield Evidence(kind=KIND, source=url, problem=problem, about=about)
        return
    service = Service(
        url=url,
        api=description.content,
        params=_params(description.about),
        limits=source.asking.of_services,
    )
    visit = _Visit(service, source)
    interrupted = visit.run()
    seen = visit.service.seen
    told = "\n".join(one.exchange.digest if one.exchange else _told(one.problem) for one in seen)
    yield Evidence(
        kind=KIND,
        source=url,
        sha256=hashlib.sha256(told.encode()).hexdigest(),
        size=sum(one.exchange.body.size for one in seen if one.exchange),
        content=visit.service,
        about=about,
    )
    if interrupted:
        yield Evidence(kind=KIND, source=url, problem=Problem(code=INTERRUPTED), about=about)


def _params(about: Mapping[str, object]) -> dict[str, str]:
    given = about.get("params")
    pairs = (str(one).partition("=") for one in (given if isinstance(given, tuple) else ()))
    return {name: value for name, _, value in pairs}


def _told(problem: Problem | None) -> str:
    return problem.code if problem else ""


class _Visit:
    """One service, and how it bears being asked."""

    def __init__(self, service: Service, source: Reader) -> None:
        self.service = service
        self._source = source
        self._strain = 0
        self._left = service.limits.service_requests
        self._bytes_left = service.limits.service_bytes
        self._answers: dict[tuple[Request, bool], Seen] = {}

    def run(self) -> bool:
        """Ask all that is planned, or until something ends it; return whether the user did."""
        done: set[Probe] = set()
        try:
            self._ask_all(done)
        except KeyboardInterrupt:
            self._end(INTERRUPTED)
            return True
        finally:
            self.service = replace(self.service, skipped=tuple(plan.skipped(self.service, done)))
        return False

    def _ask_all(self, done: set[Probe]) -> None:
        while new := [one for one in plan.probes(self.service) if one not in done]:
            for probe in new:
                if self.service.stopped:
                    return
                self._note(self._seen(probe))
                done.add(probe)

    def _seen(self, probe: Probe) -> Seen | None:
        """Return what was seen of a probe; None where the budget is spent."""
        request = Request(method=probe.method, url=probe.url, headers=probe.headers)
        known = self._answers.get((request, probe.anonymous))
        if known is not None:
            return replace(known, probe=probe)
        if not self._left:
            self._end("service-budget")
            return None
        self._left -= 1
        found = self._source.ask(request, follow=probe.follow, anonymous=probe.anonymous)
        if isinstance(found, Problem):
            seen = Seen(probe=probe, problem=found)
        else:
            seen = Seen(probe=probe, exchange=found)
        self._answers[request, probe.anonymous] = seen
        self._bear(seen)
        return seen

    def _note(self, seen: Seen | None) -> None:
        if seen is not None:
            self.service = replace(self.service, seen=(*self.service.seen, seen))

    def _bear(self, seen: Seen) -> None:
        """Stop where the service has had enough, or will not answer anyway."""
        if seen.exchange:
            self._strain += seen.exchange.attempts - 1
            self._bytes_left -= seen.exchange.body.size
        elif seen.problem and links.is_of(seen.probe.url, self.service.url):
            code = seen.problem.code
            if code in _HOPELESS:
                self._end("network-off" if code == "network-off" else "service-unreachable")
            elif code == _BUSY:
                self._end("service-strained")
            self._strain += 1
        if self._strain >= _STRAINS:
            self._end("service-strained")
        elif self._bytes_left < 0:
            self._end("service-bytes")

    def _end(self, code: str) -> None:
        self.service = replace(self.service, stopped=self.service.stopped or code)

"""What the parts of the examiner share: three outcomes per rule, each of the last two with its reason."""

from dataclasses import dataclass

from interop_check.examiners.tallying import Tallying
from interop_check.live import links
from interop_check.live.probe import Seen, Service
from interop_check.mask import shown
from interop_check.model import Examination, Finding, Place, Tally
from interop_check.notations.numbers import masked
from interop_check.openapi.node import Node
from interop_check.openapi.values.limits import DEFAULT_LIMITS, Limits

NO_SUBJECT = "service-no-subject"


@dataclass(frozen=True, slots=True)
class Verdicts:
    """Notes what the rules say of one service; its answers are held to schemas within `value_limits`."""

    service: Service
    tallying: Tallying
    value_limits: Limits = DEFAULT_LIMITS

    def good(self, rule: str) -> None:
        """Note that a rule was looked at and holds."""
        self.tallying.add(rule, Tally(1, 0))

    def bad(self, rule: str, code: str, at: Place, **args: str) -> None:
        """Note that a rule does not hold, and why."""
        self._told(rule, code, at, Tally(1, 1), args)

    def open(self, rule: str, code: str, at: Place, **args: str) -> None:
        """Note that a rule could not be looked at, and why."""
        self._told(rule, code, at, Tally(not_checked=1), args)

    def either(self, rule: str, code: str, at: Place, *, holds: bool, **args: str) -> None:
        """Note whether a rule holds; `code` and values are for where it does not."""
        if holds:
            self.good(rule)
        else:
            self.bad(rule, code, at, **args)

    def answered(self, rule: str, seen: Seen | None) -> Seen | None:
        """Return what was seen where there is an answer; otherwise note why a rule stays open."""
        if seen is None:
            self.open(rule, self.service.stopped or NO_SUBJECT, self.at_service, **self.service.limit_hit)
        elif seen.problem:
            self.open(rule, seen.problem.code, at(seen), **seen.problem.args)
        else:
            return seen
        return None

    @property
    def at_service(self) -> Place:
        """Return the place of what is about the service as a whole."""
        return Place(source=self.service.url)

    def examination(self) -> Examination:
        """Return what was noted."""
        return self.tallying.examination({})

    def _told(self, rule: str, code: str, place: Place, tally: Tally, args: dict[str, str]) -> None:
        self.tallying.add(rule, tally)
        if self.tallying.has_room(rule):
            self.tallying.findings.append(Finding(rule=rule, code=code, at=place, args=args))


def at(seen: Seen) -> Place:
    """Return the place of an answer: the address that was asked."""
    return Place(source=masked(seen.url))


def described(node: Node) -> Place:
    """Return the place of an object in its description."""
    line, column = node.document.key_at(node.path)
    return Place(source=node.document.source, line=line, column=column, pointer=node.pointer)


def target(url: str) -> str:
    """Return an address of an answer as a sentence may show it: there may be secrets in its query."""
    bare = links.bare(url)
    return masked(shown(bare if len(bare) == len(url) else f"{bare}?…"))

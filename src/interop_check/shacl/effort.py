"""What judging one table may cost: counted, never timed, so that a report is the same on every machine.

Shapes and data both come from outside, and a few lines of them can ask for more work than anyone can wait
for. Each limit is a stock to begin with, which grows with the work that is asked for in good faith.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """`pattern_steps`: states of a pattern that are looked at, see `automaton`.

    `node_pairs`: pairs of nodes that property paths of several steps lead through, and that sh:lessThan
    compares. `nested_shapes`: how often a shape is judged within another. `results`: validation results that
    are kept; others are counted.
    """

    pattern_steps: int = 3_000_000
    pattern_steps_per_character: int = 8
    node_pairs: int = 2_000_000
    node_pairs_per_triple: int = 8
    nested_shapes: int = 10_000
    nested_shapes_per_shape: int = 10
    results: int = 1_000_000


DEFAULT_LIMITS = Limits()


class OverLimitError(Exception):
    """More was asked for than the limit `code` allows, which is `limit` to begin with."""

    def __init__(self, code: str, limit: int) -> None:
        super().__init__(code)
        self.code = code
        self.limit = limit


class Account:
    """What is left of one limit. `growth` is what each unit of work brings that was asked for."""

    def __init__(self, code: str, limit: int, growth: int) -> None:
        self._code = code
        self._limit = limit
        self._growth = growth
        self._left = limit

    def earn(self, work: int) -> None:
        """Allow for work that has been asked for in good faith."""
        self._left += work * self._growth

    def spend(self, steps: int) -> None:
        """Take steps; OverLimitError where there are not as many left, and none are taken then."""
        if steps > self._left:
            raise OverLimitError(self._code, self._limit)
        self._left -= steps


class Effort:
    """The accounts of all that is judged together: of one table, or of a stream of them."""

    def __init__(self, limits: Limits = DEFAULT_LIMITS) -> None:
        self.pattern = Account("limit-pattern", limits.pattern_steps, limits.pattern_steps_per_character)
        self.pairs = Account("limit-pairs", limits.node_pairs, limits.node_pairs_per_triple)
        self.shapes = Account("limit-shapes", limits.nested_shapes, limits.nested_shapes_per_shape)
        self._results = limits.results

    def kept(self, results: int) -> int:
        """How many of so many further results are kept."""
        kept = min(results, self._results)
        self._results -= kept
        return kept

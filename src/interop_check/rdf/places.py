"""What the scanners of `locate` find in a text."""

from typing import NamedTuple


class Place(NamedTuple):
    """A statement's value at a byte offset; terms as in `locate.key`, unlabelled blank nodes as `_:#0`."""

    subject: str
    predicate: str
    value: str
    offset: int

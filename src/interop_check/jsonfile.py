"""JSON read strictly (RFC 8259): UTF-8 only, no NaN, no number that Python could not hold."""

import json
from collections.abc import Callable
from typing import Any, NoReturn

MAX_DEPTH = 200

Pairs = Callable[[list[tuple[str, Any]]], Any]
"""What makes an object of its members, in the order of the text."""


class ReadingError(ValueError):
    """A text that cannot be read, as a code and values; line and column count from 1, where known."""

    def __init__(self, code: str, *, line: int | None = None, column: int | None = None, **args: str) -> None:
        super().__init__(code, args)
        self.code = code
        self.args_ = args
        self.line = line
        self.column = column


class JsonError(ReadingError):
    """Text that is no JSON, as a code `json-…` and values."""


def read(data: bytes, pairs: Pairs | None = None) -> Any:
    """Return parsed JSON. Raises JsonError."""
    try:
        return json.loads(
            data.decode("utf-8-sig"),
            parse_constant=_not_a_number,
            parse_float=_finite,
            object_pairs_hook=pairs,
        )
    except UnicodeDecodeError as error:
        line, start = data.count(b"\n", 0, error.start) + 1, data.rfind(b"\n", 0, error.start)
        raise JsonError("json-not-utf-8", line=line, column=error.start - start) from error
    except json.JSONDecodeError as error:
        raise JsonError("json-syntax", line=error.lineno, column=error.colno, detail=error.msg) from error
    except RecursionError:
        raise JsonError("json-too-deep", limit=str(MAX_DEPTH)) from None
    except JsonError:  # is a ValueError too
        raise
    except ValueError as error:
        # The only other one: an integer of more digits than Python converts.
        raise JsonError("json-number", value="") from error


def _not_a_number(name: str) -> NoReturn:
    raise JsonError("json-number", value=name)


def _finite(written: str) -> float:
    value = float(written)
    if value in (float("inf"), float("-inf")):
        raise JsonError("json-number", value=written[:40])
    return value

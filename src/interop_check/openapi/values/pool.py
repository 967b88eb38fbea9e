"""Compiled validators, one for each schema, that ask each other where schemas refer to large ones."""

import base64
import binascii
import json
from collections.abc import Iterator, Mapping
from typing import Any

import jsonschema_rs

from interop_check.openapi.node import REF
from interop_check.openapi.values.effort import Effort
from interop_check.openapi.values.keywords import addresses
from interop_check.openapi.values.links import X_REF, linked, sizes, written_out
from interop_check.openapi.values.translation import DEFS, LOST, JsonSchema

MAX_PATTERN_BYTES = 100_000
"""What one regular expression is compiled into."""

_LINEAR = jsonschema_rs.RegexOptions(size_limit=MAX_PATTERN_BYTES, dfa_size_limit=1_000_000)
_NO_SCHEMA = {"type": "nothing"}
"""No validator can be made of this: what refers to it is not looked at."""


class UnusableError(Exception):
    """A schema, or one that it refers to, is none that a value can be held against: broken, or too large.

    `limit` names what it is too large for; "" where it has no end.
    """

    def __init__(self, *, is_large: bool = False, limit: str = "") -> None:
        super().__init__()
        self.is_large = is_large
        self.limit = limit


class Pool:
    """The validators of one description's schemas, each made when it is first asked for."""

    def __init__(self, resources: Mapping[str, Any], effort: Effort, most: int) -> None:
        """`most` schemas are written out, in all validators together."""
        self._resources = resources
        self._effort = effort
        self._sizes = sizes(resources, effort)
        self._left = most
        self._linked: dict[str, Any] = {}
        self._made: dict[str, Any] = {}
        self._unusable: UnusableError | None = None

    def is_valid(self, schema: JsonSchema, text: str, value: Any) -> bool:
        """Whether a value fits a schema, which is also given as JSON. Raises UnusableError."""
        self._unusable = None
        is_valid = self._validator(schema, text).is_valid(value)
        if self._unusable:
            raise self._unusable
        return bool(is_valid)

    def errors(self, schema: JsonSchema, text: str, value: Any) -> Iterator[Any]:
        """Return an iterator of what does not fit. Raises UnusableError."""
        return iter(self._validator(schema, text).iter_errors(value))

    def asked(self, address: str, value: Any) -> bool:
        """Whether a value fits a schema that another refers to; noted where that is none."""
        try:
            return bool(self._validator(*reference(address)).is_valid(value))
        except UnusableError as error:
            self._unusable = error
            return False

    def _validator(self, schema: JsonSchema, text: str) -> Any:
        if text not in self._made:
            large = self._too_large(schema)
            self._made[text] = large or compiled(self._text(schema), self._link)
        made = self._made[text]
        if made is None:
            raise UnusableError
        if isinstance(made, UnusableError):
            raise UnusableError(is_large=made.is_large, limit=made.limit)
        return made

    def _too_large(self, schema: JsonSchema) -> UnusableError | None:
        if any(one not in self._sizes for one in addresses(schema, parts=False) if one != LOST):
            return UnusableError(is_large=True)
        size = written_out(schema, self._effort, self._sizes)
        if size > self._left:
            return UnusableError(is_large=True, limit="value_schemas_written_out")
        self._left -= size
        return None

    def _text(self, schema: JsonSchema) -> str:
        """Return a schema with all that it refers to, as JSON."""
        own = linked(schema, self._effort)
        used: dict[str, Any] = {}
        waiting = [own]
        while waiting:
            for address in addresses(waiting.pop()):
                if address not in used:
                    used[address] = self._linked_at(address)
                    waiting.append(used[address])
        if used:
            own = {**own, "$defs": {one.removeprefix(DEFS): made for one, made in used.items()}}
        return json.dumps(own, ensure_ascii=False)

    def _linked_at(self, address: str) -> Any:
        if address not in self._linked:
            usable = address in self._sizes
            self._linked[address] = linked(self._resources[address], self._effort) if usable else _NO_SCHEMA
        return self._linked[address]

    def _link(self, parent: Any, address: str, path: Any) -> "_Link":
        del parent, path
        return _Link(self, address)


class _Link:
    """The keyword `x-ref`: a value fits where it fits the schema at an address."""

    def __init__(self, pool: Pool, address: str) -> None:
        self._pool = pool
        self._address = address

    def validate(self, value: Any) -> None:
        if not self._pool.asked(self._address, value):
            raise ValueError(self._address)


def reference(address: str) -> tuple[JsonSchema, str]:
    """Return the schema that only refers to a resource, and the same as JSON."""
    schema: JsonSchema = {REF: address}
    return schema, json.dumps(schema)


def compiled(text: str, link: Any = None) -> Any:
    """Return a validator of a schema, written as JSON; None where the schema is none."""
    try:
        return jsonschema_rs.validator_for(
            text,
            validate_formats=True,
            formats={"byte": _is_base64},
            keywords={X_REF: link} if link else None,
            pattern_options=_LINEAR,
            offline=True,
        )
    except ValueError:
        return None


def _is_base64(text: str) -> bool:
    """Whether a text is what OpenAPI 2.0 and 3.0 call `byte`: RFC 4648, section 4, on any number of lines."""
    try:
        base64.b64decode("".join(text.split()), validate=True)
    except (binascii.Error, ValueError):
        return False
    return True

"""Exchanges as bytes and back: what a recording keeps of each, besides its body."""

import json
from typing import Any

from interop_check.gather.exchange import Body, Exchange, Hop, Request, Tls


def packed(exchange: Exchange) -> bytes:
    """Return all of an exchange but its body, times and the server's address, as JSON."""
    told = {
        **exchange.stable(),
        "headers": [list(pair) for pair in exchange.headers],
        "wire_bytes": exchange.wire_bytes,
        "attempts": exchange.attempts,
    }
    return json.dumps(told, ensure_ascii=False, indent=1, sort_keys=True).encode()


def unpacked(data: bytes) -> Exchange:
    """Return what `packed` packed; its body holds no bytes yet. ValueError where it is something else."""
    try:
        return _exchange(json.loads(data))
    except (KeyError, TypeError, AttributeError, RecursionError) as error:
        raise ValueError("no packed exchange") from error


def _exchange(told: dict[str, Any]) -> Exchange:
    asked, body = told["request"], told["body"]
    return Exchange(
        request=Request(method=asked["method"], url=asked["url"], headers=_pairs(asked["headers"])),
        hops=tuple(Hop(url=one["url"], status=one["status"], tls=_tls(one["tls"])) for one in told["hops"]),
        url=told["url"],
        status=told["status"],
        headers=_pairs(told["headers"]),
        media_type=told["media_type"],
        tls=_tls(told["tls"]),
        body=Body(sha256=body["sha256"], size=body["size"], where=b""),
        wire_bytes=told["wire_bytes"],
        attempts=told["attempts"],
    )


def _tls(told: dict[str, Any] | None) -> Tls | None:
    return None if told is None else Tls(**told)


def _pairs(told: list[list[str]]) -> tuple[tuple[str, str], ...]:
    return tuple((name, value) for name, value in told)

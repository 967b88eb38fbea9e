"""What has to stand in the address of every operation, whether a server or the paths say it."""

from collections.abc import Iterator, Sequence

from interop_check.mask import shown
from interop_check.openapi import views
from interop_check.openapi.checks import linear
from interop_check.openapi.node import Fault, Node
from interop_check.openapi.rules import Context, rule
from interop_check.openapi.views import Address


def _addresses(context: Context) -> Sequence[Address]:
    """Return the addresses of the whole description; those of localhost are nobody's."""
    root = context.api.root
    of_all = [one for one in views.addresses(context.api) if root in {one.node, one.node.parent}]
    return [one for one in of_all if one.host not in {"localhost", "127.0.0.1"}]


def _paths(context: Context) -> Sequence[Node]:
    paths = context.api.nodes("path-item")
    return [one for one in paths if one.parent is not None and one.parent.kind == "paths"]


def _has_addresses(node: Node, context: Context) -> bool:
    del node
    return bool(context.once(_addresses)) and bool(context.once(_paths))


@rule("in-address", on="document", where=_has_addresses)
def in_address(node: Node, context: Context) -> Iterator[Fault]:
    """A part of the path matches `segment`, in the server's address or in that of each operation.

    With `unless_host` it may be left out where the host matches that, or is not known. Where most paths lack
    it, that is told once, of the server.
    """
    del node
    wanted, spared = context.params["segment"], context.params.get("unless_host")
    segment = linear.compiled(wanted)
    args = {"segment": context.params.get("shown", wanted)}

    def has(segments: Sequence[str]) -> bool:
        return any(linear.fits(segment, one) for one in segments)

    lacking = [one for one in context.once(_addresses) if not has(one.segments)]
    if spared is not None:
        host = linear.compiled(spared)
        lacking = [one for one in lacking if one.host and not linear.fits(host, one.host)]
    paths = context.once(_paths)
    without = [one for one in paths if not has(str(one.key).split("/"))]
    args |= {"lacking": str(len(without)), "paths": str(len(paths))}
    if not lacking:
        return
    if len(without) * 2 > len(paths):
        for server in lacking:
            at = ("url",) if server.node.kind == "server" else ()
            yield Fault(
                node=server.node, code="server-lacks", at=at, args={**args, "url": shown(server.written)}
            )
    else:
        for path in without:
            yield Fault(node=path, code="path-lacks", args={**args, "path": shown(str(path.key))})

"""Paths that belong together: where there is one, the others have to be there as well."""

import re
from collections.abc import Iterator

from interop_check.mask import shown
from interop_check.openapi.node import Fault, Node
from interop_check.openapi.rules import Context, rule

_FILLED_IN = re.compile(r"\{[^{}]*\}")
_ROOT = "/"


def _template(path: str) -> str:
    return _FILLED_IN.sub("{}", path)


def _paths(context: Context) -> dict[str, Node]:
    """Return the path items by their templates, without a slash at the end."""
    found = {}
    for node in context.api.nodes("path-item"):
        if node.parent is not None and node.parent.kind == "paths":
            found[_template(str(node.key)).rstrip("/") or _ROOT] = node
    return found


def _is_first(node: Node, context: Context) -> bool:
    if node.parent is None or node.parent.kind != "paths":
        return False
    return _template(str(node.key)).rstrip("/").endswith(str(context.params["suffix"]))


@rule("paths-beside", on="path-item", where=_is_first)
def paths_beside(node: Node, context: Context) -> Iterator[Fault]:
    """Beside a path `…/stem/name/suffix` there are those of `paths`, each with GET.

    In `paths`, `{base}` stands for all before the stem and `{name}` for the name, or what is filled in.
    """
    own = _template(str(node.key)).rstrip("/")
    before, _, name = own.removesuffix(str(context.params["suffix"])).rpartition(_ROOT)
    base = before.removesuffix(str(context.params["stem"]))
    known = context.once(_paths)
    for asked in context.params["paths"]:
        written = asked.replace("{base}", base)
        options = {written.replace("{name}", one) or _ROOT for one in (name, "{}")}
        found = next((known[one] for one in options if one in known), None)
        args = {"wanted": shown(written.replace("{name}", name) or _ROOT)}
        if found is None and node.parent is not None:
            yield Fault(node=node.parent, code="path-absent", args=args)
        elif found is not None and context.api.node_at(found, "get") is None and "$ref" not in found.fields:
            yield Fault(node=found, code="no-get", args=args)

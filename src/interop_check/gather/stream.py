"""Evidence of kind `stream`: the `streams` of a solution.

`about["addresses"]` are those of a folder that says in `urlmap.tsv` which file stands at which address, by
its lines; empty where a line names none.
"""

from collections.abc import Iterator
from dataclasses import replace

from interop_check.gather import Gatherer
from interop_check.gather.plain import plain
from interop_check.gather.source import Reader
from interop_check.model import Artefact, Evidence, Problem
from interop_check.solution import is_address

URLMAP = "urlmap.tsv"
MAX_BYTES = 8 * 1024 * 1024


def gathered(artefact: Artefact, source: Reader) -> Iterator[Evidence]:
    """Yield the stream's bytes, or the digests of its files, with the addresses that it names."""
    for one in plain("stream")(artefact, source):
        is_mapped = isinstance(one.content, dict) and URLMAP in one.content
        addresses = _addresses(f"{one.source}/{URLMAP}", source) if is_mapped else ()
        yield replace(one, about={**one.about, "addresses": addresses})


def _addresses(location: str, source: Reader) -> tuple[str, ...]:
    data = source.read(location)
    if isinstance(data, Problem) or len(data) > MAX_BYTES:
        return ()
    first = (line.partition("\t")[0].strip() for line in data.decode(errors="replace").splitlines())
    return tuple(one if is_address(one) else "" for one in first)


GATHERER = Gatherer(section="streams", kind="stream", read=gathered)

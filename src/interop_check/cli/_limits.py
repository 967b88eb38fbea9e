"""Every limit by its name: of who runs the tool, of a profile, and those that nobody sets."""

from collections.abc import Iterator, Mapping
from dataclasses import fields

from interop_check import jsonfile, shacl, yamlfile
from interop_check.cli._network import Network
from interop_check.gather import contexts as context_files
from interop_check.gather import dereferenced, recording
from interop_check.gather import source as files
from interop_check.openapi import document as api
from interop_check.openapi import index as api_files
from interop_check.rdf import contexts, parse
from interop_check.rdf.html import marks
from interop_check.rdf.rdfa import processor

_UNITS = {"seconds": "s", "bytes": "B", "mb": "MB"}

_FIXED: Mapping[str, int] = {
    "manifest_bytes": yamlfile.MAX_BYTES,
    "manifest_depth": yamlfile.MAX_DEPTH,
    "manifest_nodes": yamlfile.MAX_NODES,
    "manifest_aliased_nodes": yamlfile.MAX_ALIASED_NODES,
    "file_bytes": files.MAX_FILE_BYTES,
    "folder_files": files.MAX_FILES,
    "json_depth": jsonfile.MAX_DEPTH,
    "triple_term_depth": parse.MAX_DEPTH,
    "context_bytes": context_files.MAX_BYTES,
    "contexts": contexts.MAX_REMOTE,
    "contexts_depth": contexts.MAX_REMOTE_DEPTH,
    "contexts_together_bytes": contexts.MAX_SPLICED,
    "page_open_elements": marks.MAX_OPEN,
    "page_depth": processor.MAX_DEPTH,
    "api_file_bytes": api.MAX_BYTES,
    "api_file_depth": api.MAX_DEPTH,
    "api_file_nodes": api.MAX_NODES,
    "api_file_aliased_nodes": api.MAX_ALIASED,
    "api_files": api_files.MAX_FILES,
    "api_files_together_bytes": api_files.MAX_TREE_BYTES,
    "identifiers_looked_up": dereferenced.MOST,
    "recording_index_bytes": recording.MAX_INDEX_BYTES,
}

Rows = Iterator[tuple[str, str]]


def gateway(own: Network) -> Rows:
    """Yield what one exchange over the network may take; `gateway` of network.yaml sets it."""
    yield from own.limits.shown().items()


def parser(own: Network) -> Rows:
    """Yield what reading one document may take; `parser` of network.yaml sets it."""
    for one in fields(own.parser):
        name = one.name.partition("_per_mb")[0].removesuffix("_at_most")
        yield one.name, f"{getattr(own.parser, one.name):g} {_UNITS[name.rpartition('_')[2]]}"


def judging() -> Rows:
    """Yield what judging by SHACL may take; a criterion of a profile sets it."""
    for one in fields(shacl.Limits):
        yield one.name, str(one.default)


def fixed() -> Rows:
    """Yield what nobody sets."""
    for name, value in _FIXED.items():
        yield name, f"{value} {_UNITS.get(name.rpartition('_')[2], '')}".rstrip()

"""`interop-check doctor`: what this installation has, may and reaches; nothing of it is sent anywhere."""

import os
import platform
import ssl
import urllib.request
from collections.abc import Iterator
from dataclasses import fields
from importlib import metadata
from pathlib import Path

import click

from interop_check import api, shacl, yamlfile
from interop_check.cli._language import texts
from interop_check.cli._options import STANDARDS_VARIABLE, NetworkOption, default_store, speaks
from interop_check.cli._table import pairs
from interop_check.gather.gateway import Limits as NetworkLimits
from interop_check.gather.network import network
from interop_check.gather.sandbox.limits import Limits as ParserLimits
from interop_check.mask import without_credentials
from interop_check.origin import OriginError
from interop_check.reports.text import safe
from interop_check.solution import is_address
from interop_check.standards.mirror import Mirror
from interop_check.standards.problems import StandardError
from interop_check.version import VERSION

PUBLISHER = "https://data.vlaanderen.be/"
LIBRARIES = ("click", "jsonschema-rs", "numpy", "pyoxigraph", "pyshacl", "PyYAML", "rdflib")
MOST_BYTES = 10_000_000

Rows = Iterator[tuple[str, str]]


@click.command(name="doctor", help=texts()("cmd-doctor"))
@click.option("--standards", metavar="DIR", envvar=STANDARDS_VARIABLE, help=texts()("opt-standards"))
@click.option("--offline", is_flag=True, help=texts()("opt-offline"))
@click.option(
    "--allow-private", "allow", multiple=True, type=NetworkOption(), help=texts()("opt-allow-private")
)
@speaks
def command(standards: str | None, allow: tuple[str, ...], *, offline: bool) -> None:
    sections = {
        "doctor-versions": _versions(),
        "doctor-standards": _standards(standards or str(default_store())),
        "doctor-network": _network(allow, offline=offline),
        "doctor-limits": _limits(),
    }
    blocks = (f"{texts()(title)}\n{pairs([*rows])}" for title, rows in sections.items())
    click.echo(safe("\n\n".join(blocks)))


def _versions() -> Rows:
    yield "interop-check", VERSION
    yield "Python", f"{platform.python_version()} ({platform.system()} {platform.machine()})"
    for name in LIBRARIES:
        yield name, metadata.version(name)


def _standards(place: str) -> Rows:
    """Say how much of what is pinned is there, and whether it is what was pinned; a mirror is only named."""
    say = texts()
    if is_address(place):
        yield say("doctor-mirror"), place
        return
    counts = {"": 0, "standard-absent": 0, "standard-changed": 0}
    mirror = Mirror(Path(place))
    for pin in api.library(place).catalogue.pins():
        try:
            mirror.read(pin)
        except StandardError as error:
            counts[error.problem.code] = counts.get(error.problem.code, 0) + 1
        else:
            counts[""] += 1
    yield say("doctor-place"), str(place)
    yield say("doctor-present"), str(counts[""])
    yield say("doctor-absent"), str(counts["standard-absent"])
    yield say("doctor-changed"), str(counts["standard-changed"])


def _network(allow: tuple[str, ...], *, offline: bool) -> Rows:
    say = texts()
    for scheme, address in sorted(urllib.request.getproxies().items()):
        yield say("doctor-proxy", scheme=scheme), without_credentials(address)
    authorities = ssl.get_default_verify_paths()
    yield say("doctor-authorities"), authorities.cafile or authorities.capath or say("doctor-none")
    override = os.environ.get("SSL_CERT_FILE")
    if override:
        yield "SSL_CERT_FILE", override
    yield PUBLISHER, say("doctor-not-asked") if offline else _reached(allow)


def _reached(allow: tuple[str, ...]) -> str:
    say = texts()
    try:
        network(allow)(PUBLISHER, MOST_BYTES)
    except OriginError as error:
        return say("doctor-unreachable", reason=say(f"problem-{error.code}", **error.args_))
    return say("doctor-reachable")


def _limits() -> Rows:
    yield from NetworkLimits().shown().items()
    for one in fields(ParserLimits):
        yield one.name, f"{one.default:g}" if isinstance(one.default, int | float) else str(one.default)
    for limit in fields(shacl.Limits):
        yield limit.name, str(limit.default)
    yield "manifest_bytes", str(yamlfile.MAX_BYTES)
    yield "manifest_depth", str(yamlfile.MAX_DEPTH)
    yield "manifest_nodes", str(yamlfile.MAX_NODES)
    yield "manifest_aliased_nodes", str(yamlfile.MAX_ALIASED_NODES)

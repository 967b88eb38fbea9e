"""`interop-check doctor`: what this installation has, may and reaches; nothing of it is sent anywhere."""

import os
import platform
import ssl
import urllib.request
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path

import click

from interop_check import api
from interop_check.cli import _limits
from interop_check.cli._language import texts
from interop_check.cli._network import Network, fetch_of, network_of
from interop_check.cli._options import STANDARDS_VARIABLE, default_store, reaching, speaks
from interop_check.cli._table import pairs
from interop_check.files import write_whole
from interop_check.gather.cache import Cache
from interop_check.mask import without_credentials
from interop_check.origin import Fetch, OriginError
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
@reaching
@speaks
def command(
    standards: str | None,
    allow_private: tuple[str, ...],
    ca_file: Path | None,
    network: Path | None,
    *,
    offline: bool,
) -> None:
    own = network_of(network)
    fetch = None if offline else fetch_of(own, allow_private, ca_file)
    sections = {
        "doctor-versions": _versions(),
        "doctor-standards": _standards(standards or str(default_store())),
        "doctor-network": _network(own, ca_file, fetch),
        "doctor-limits-gateway": _limits.gateway(own),
        "doctor-limits-parser": _limits.parser(own),
        "doctor-limits-reading": _limits.reading(own),
        "doctor-limits-asking": _limits.asking(own),
        "doctor-limits-judging": _limits.judging(),
        **_limits.fixed(),
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


def _network(own: Network, ca_file: Path | None, fetch: Fetch | None) -> Rows:
    say = texts()
    for scheme, address in sorted(urllib.request.getproxies().items()):
        yield say("doctor-proxy", scheme=scheme), without_credentials(address)
    authorities = ssl.get_default_verify_paths()
    yield say("doctor-authorities"), authorities.cafile or authorities.capath or say("doctor-none")
    override = os.environ.get("SSL_CERT_FILE")
    if override:
        yield "SSL_CERT_FILE", override
    if ca_file:
        yield "--ca-file", str(ca_file)
    yield say("doctor-cache"), _kept(own.cache) if own.cache else say("doctor-none")
    yield PUBLISHER, _reached(fetch) if fetch else say("doctor-not-asked")


def _kept(cache: Cache) -> str:
    """Return where answers are kept, or why none can be: a run goes on without, and says nothing of it."""
    try:
        write_whole(cache.root / "doctor", b"")
        (cache.root / "doctor").unlink()
    except OSError as error:
        return texts()("doctor-cache-closed", path=cache.root, detail=error.strerror or type(error).__name__)
    return str(cache.root)


def _reached(fetch: Fetch) -> str:
    say = texts()
    try:
        fetch(PUBLISHER, MOST_BYTES)
    except OriginError as error:
        return say("doctor-unreachable", reason=say(f"problem-{error.code}", **error.args_))
    return say("doctor-reachable")

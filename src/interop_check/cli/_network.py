"""network.yaml: limits, credentials and cache of whoever runs the tool; secrets come from the environment."""

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from interop_check import schemas, yamlfile
from interop_check.cli._refusal import refuse, refuse_mistakes
from interop_check.gather.cache import Cache
from interop_check.gather.exchange import Ask
from interop_check.gather.gateway import ClientCertificate, Credential, Limits, Trust
from interop_check.gather.limits import Asking, Reading
from interop_check.gather.network import asking, network
from interop_check.gather.sandbox.limits import Limits as ParserLimits
from interop_check.model import Mistake, MistakesError
from interop_check.origin import Fetch


@dataclass(frozen=True, slots=True, kw_only=True)
class Network:
    """What a run may cost and whom it may tell what."""

    limits: Limits = field(default_factory=Limits)
    parser: ParserLimits = field(default_factory=ParserLimits)
    reading: Reading = field(default_factory=Reading)
    asking: Asking = field(default_factory=Asking)
    credentials: tuple[Credential, ...] = ()
    cache: Cache | None = None


def network_of(path: Path | None) -> Network:
    """Return what the file at `path` says, or the defaults; ends the run where it is wrong."""
    if path is None:
        return Network()
    document = _read(path)
    mistakes = [*schemas.mistakes(document, "network"), *_unset(document)]
    if mistakes:
        refuse_mistakes(MistakesError(mistakes))
    value = document.value
    return Network(
        limits=Limits(**_numbers(value.get("gateway", {}))),
        parser=ParserLimits(**_numbers(value.get("parser", {}))),
        reading=Reading(**value.get("reading", {})),
        asking=Asking(**value.get("asking", {})),
        credentials=tuple(_credential(one, path.parent) for one in value.get("credentials", ())),
        cache=Cache(path.parent / value["cache"]) if "cache" in value else None,
    )


def fetch_of(own: Network, allow: Sequence[str], ca_file: Path | None) -> Fetch:
    """Return the network as whoever runs the tool wants it; `allow` may be reached though not public."""
    return network(allow, own.limits, trust=Trust(ca_file), credentials=own.credentials, cache=own.cache)


def service_of(own: Network, allow: Sequence[str], ca_file: Path | None) -> Ask:
    """Return how running services are asked; whom credentials are for, `own` says."""
    return asking(
        allow,
        own.limits,
        trust=Trust(ca_file),
        credentials=own.credentials,
        answer_bytes=own.asking.service_answer_bytes,
    )


def _read(path: Path) -> yamlfile.Document:
    try:
        return yamlfile.load(path.read_bytes(), path.name)
    except OSError as error:
        refuse("cannot-read", path=path, detail=error.strerror or type(error).__name__)
    except MistakesError as error:
        refuse_mistakes(error)


def _unset(document: yamlfile.Document) -> Iterator[Mistake]:
    """Yield a mistake for each environment variable that should hold a secret and is not there."""
    items = document.value.get("credentials") if isinstance(document.value, dict) else None
    for index, one in enumerate(items if isinstance(items, list) else ()):
        name = one.get("from_env") if isinstance(one, dict) else None
        if isinstance(name, str) and name not in os.environ:
            at = document.place(("credentials", index, "from_env"))
            yield Mistake(code="variable-not-set", at=at, args={"name": name})


def _numbers(limits: Mapping[str, Any]) -> dict[str, Any]:
    return {name: float(value) if isinstance(value, str) else value for name, value in limits.items()}


def _credential(told: Mapping[str, Any], folder: Path) -> Credential:
    header = told.get("header", "Authorization")
    headers = ((header, os.environ[told["from_env"]]),) if "from_env" in told else ()
    certificate = None
    if "certificate" in told:
        key = folder / told["key"] if "key" in told else None
        certificate = ClientCertificate(certificate=folder / told["certificate"], key=key)
    return Credential(origin=told["origin"], headers=headers, certificate=certificate)

"""What tests need, made with as few words as possible: criteria, profiles, evidence, standards."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

from interop_check.api import known_terms
from interop_check.assessment import Question
from interop_check.examiners import Examiner
from interop_check.gather import gather
from interop_check.gather.exchange import Ask, Body, Exchange, Request, Tls
from interop_check.gather.gateway import SAFE_METHODS
from interop_check.gather.source import Source, silent
from interop_check.model import (
    DEFAULT_LAYERS,
    Artefact,
    Criterion,
    Evidence,
    EvidenceLevel,
    Layer,
    Level,
    Place,
    Profile,
    Solution,
    Text,
)
from interop_check.origin import Fetch, Fetched, OriginError, off
from interop_check.standards.library import Library

WORDS: Text = {"nl": "woorden", "en": "words"}
BASE = "https://data.vlaanderen.be/"


def criterion(name: str = "TEST-01", **changes: Any) -> Criterion:
    values: dict[str, Any] = {
        "id": name,
        "title": WORDS,
        "level": Level.MUST,
        "layer": Layer.TECHNICAL,
        "principles": (6,),
        "weight": 1,
        "blocking": False,
        "module": "core",
        "evidence": "data",
        "examiner": "fake",
        "params": {},
        "rules": ("test/*",),
        "pass_at": Fraction(1),
        "partial_at": None,
        "floor": 1,
        "cap": EvidenceLevel.VERIFIED,
        "source": "a test",
        "remedy": WORDS,
    }
    return Criterion(**{**values, **changes})


def profile(*criteria: Criterion, **changes: Any) -> Profile:
    values: dict[str, Any] = {
        "id": "test",
        "version": "1.0",
        "title": WORDS,
        "description": WORDS,
        "criteria": criteria,
        "rules": (),
        "modules": (),
        "exemptions": (),
        "layer_weights": DEFAULT_LAYERS,
        "files": {},
        "digest": "sha256:0",
    }
    return Profile(**{**values, **changes})


def artefact(location: str = "a.ttl", section: str = "datasets", **about: Any) -> Artefact:
    return Artefact(
        section=section, id=location, location=location, about=about, at=Place(source="solution.yaml")
    )


def solution(*artefacts: Artefact, **changes: Any) -> Solution:
    values: dict[str, Any] = {
        "id": "s",
        "name": "S",
        "version": "1",
        "provider": {"name": "P"},
        "contact": {"email": "a@b.be"},
        "call": None,
        "roles": (),
        "features": (),
        "artefacts": artefacts,
        "waivers": (),
        "source": "solution.yaml",
        "digest": "0" * 64,
    }
    return Solution(**{**values, **changes})


def question(*profiles: Profile, examiners: Sequence[Examiner], **changes: Any) -> Question:
    values: dict[str, Any] = {
        "solution": None,
        "profiles": profiles,
        "examiners": {one.name: one for one in examiners},
        "as_of": date(2026, 1, 2),
        "language": "en",
        "tool_version": "0",
        "reproduce": "interop-check assess",
    }
    return Question(**{**values, **changes})


@dataclass(frozen=True, kw_only=True)
class Standard:
    """A made-up official standard in one version; `state` is present, absent or changed.

    Without a version only the register knows it; `published` is the date that the register gives.
    """

    id: str
    version: str = ""
    status: str = "erkendestandaard"
    register_status: str = "ErkendeStandaard"
    published: str = ""
    shapes: str | None = None
    context: str | None = None
    state: str = "present"


def library(
    folder: Path, standards: Sequence[Standard], codelists: Mapping[str, str] | None = None
) -> Library:
    """Lay out a mirror in `folder` and return the library whose pins describe it; code lists are Turtle."""
    versions: dict[str, list[dict[str, Any]]] = {one.id: [] for one in standards if one.version}
    for one in standards:
        if one.version:
            versions[one.id].append(_version(folder, one))
    document = {
        "format": 2,
        "base": BASE,
        "register_date": "2026-01-01",
        "register": list({one.id: _entry(one) for one in standards}.values()),
        "standards": [{"id": name, "versions": found} for name, found in versions.items()],
        "vocabularies": [],
        "codelists": [
            {
                "url": f"{BASE}codelijsten/",
                "path": "codelijsten/",
                "files": [
                    {"file": name, **_written(folder, f"{BASE}codelijsten/{name}", text, "present")}
                    for name, text in (codelists or {}).items()
                ],
            }
        ],
    }
    return Library(document, folder, terms=known_terms)


def _entry(one: Standard) -> dict[str, Any]:
    return {
        "id": f"applicatieprofiel-{one.id}",
        "title": one.id,
        "category": "Applicatieprofiel",
        "status": one.register_status,
        "usage": "Aanbevolen",
        "published": one.published,
        "documents": [f"{BASE}doc/applicatieprofiel/{one.id}/"],
        "profiles": [one.id],
    }


def _version(folder: Path, one: Standard) -> dict[str, Any]:
    url = f"{BASE}doc/applicatieprofiel/{one.id}/{one.status}/{one.version}/"
    artefacts = [
        {"kind": kind, **_written(folder, url + file, text, one.state), "file": file}
        for kind, file, text in (
            ("shacl", f"shacl/{one.id}.ttl", one.shapes),
            ("context", f"context/{one.id}.jsonld", one.context),
        )
        if text is not None
    ]
    return {"version": one.version, "status": one.status, "url": url, "artefacts": artefacts}


def _written(folder: Path, url: str, text: str, state: str) -> dict[str, Any]:
    data = text.encode()
    path = folder / url.removeprefix(BASE)
    if state != "absent":
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data + b"\n" if state == "changed" else data)
    return {"bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()}


def serving(texts: Mapping[str, str]) -> Fetch:
    """Return a network on which these texts stand at their addresses, and nothing else."""

    def fetch(address: str, _most: int, _accept: str = "", /) -> Fetched:
        if address not in texts:
            raise OriginError("gateway-status", url=address, status="404")
        return Fetched(texts[address].encode(), None)

    return fetch


def served(answers: Mapping[str, Mapping[str, str]]) -> Fetch:
    """Return a network in which each address gives a text of a type, or a status; there is nothing else."""

    def fetch(address: str, most: int, _accept: str = "", /) -> Fetched:
        answer = answers.get(address)
        if answer is None:
            return off(address, most)
        if "status" in answer:
            raise OriginError("gateway-status", url=address, status=answer["status"])
        return Fetched(answer["text"].encode(), answer.get("type"))

    return fetch


def answered(
    answers: Mapping[str, Mapping[str, Any]], method: str, url: str, headers: Mapping[str, str]
) -> Mapping[str, Any] | None:
    """Return the answer to a request, sooner one with a condition that holds; None where there is none.

    A condition stands in brackets: the name of a header that is sent, alone or with its value.
    """
    whole = f"{method} {url}"
    for key in sorted(answers, key=lambda one: "[" not in one):
        asked, _, condition = key.partition(" [")
        name, _, value = condition.removesuffix("]").partition(": ")
        sent = headers.get(name.lower())
        if asked == whole and (not name or (sent is not None and value in ("", sent))):
            return answers[key]
    return None


LOGIN = ("Login", "geheim-woord")
"""What a service is sent by whoever may read all of it."""

_TLS = Tls(
    version="TLSv1.3",
    cipher="TLS_AES_256_GCM_SHA384",
    subject="api.example",
    issuer="Testautoriteit",
    not_before="2026-01-01",
    expires="2027-01-01",
)


def answering(answers: Mapping[str, Mapping[str, Any]]) -> Ask:
    """Return services that answer as told; what nobody tells of is not there."""

    def ask(request: Request, *, follow: bool, anonymous: bool) -> Exchange:
        assert request.method in SAFE_METHODS
        del follow
        sent = {name.lower(): value for name, value in (*request.headers, *(() if anonymous else (LOGIN,)))}
        told = answered(answers, request.method, request.url, sent)
        told = {"status": 404} if told is None else told
        if "problem" in told:
            raise OriginError(told["problem"], **{"url": request.url, **told.get("args", {})})
        headers = {**({"Content-Type": told["type"]} if "type" in told else {}), **told.get("headers", {})}
        tls = replace(_TLS, **told.get("tls", {})) if request.url.startswith("https:") else None
        return Exchange(
            request=request,
            hops=(),
            url=request.url,
            status=told.get("status", 200),
            headers=tuple((name.lower(), value) for name, value in headers.items()),
            media_type=told.get("type"),
            tls=tls,
            body=Body.of(told.get("body", "").encode()),
        )

    return ask


def gathered(
    folder: Path,
    files: Mapping[str, str],
    artefacts: Sequence[Artefact],
    known: Library | None = None,
    fetch: Fetch = off,
    *,
    service: Ask = silent,
) -> tuple[Evidence, ...]:
    """Write the files into `folder` and gather the artefacts from there."""
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8", newline="\n")
    return gather(artefacts, Source(root=folder, library=known, fetch=fetch, service=service))

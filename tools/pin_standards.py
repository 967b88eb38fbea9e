"""Write the register of standards, and the pins of all official artefacts in a mirror of data.vlaanderen.be.

    python tools/pin_standards.py MIRROR > profiles/oslo/pins.yaml

Facts only: ids, titles, dates, addresses, statuses, sizes and digests. The same mirror gives the same bytes.
"""

import csv
import hashlib
import json
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import pyoxigraph as ox

BASE = "https://data.vlaanderen.be/"
RAW = "https://raw.githubusercontent.com/"
REGISTER_DATE = "2026-01-23"
HEADER = """\
# The register of standards, and the pins of official artefacts; tools/pin_standards.py writes this file.
# In the register `documents` are the addresses of the specification, `profiles` the application profiles
# among them, by the ids below; a date that it gives as TBD, or not at all, is left out.
# The address of `file` is that of its version (else `base`, else its repository) plus `file`; `path` is its
# place in a mirror where the address does not say it. Left out where they are the usual: basis official,
# role main, media type by the suffix.
"""

# Files of 2018 that carry another name than the application profile they are of.
OLD_NAMES = {"gtmf": "generieke-terugmeldfaciliteit", "notificatie": "notificatie-basis"}
# Application profiles that the register links in the plural, with the same date of publication.
REGISTERED_AS = {"terreindeel": "terreindelen", "waterdeel": "waterdelen"}
UMBRELLA = 4

_SH = "http://www.w3.org/ns/shacl#"
_VL = "https://data.vlaanderen.be/ns/shacl#"
_MEMBER = "http://www.w3.org/2000/01/rdf-schema#member"
_FORMATS = {".ttl": ox.RdfFormat.TURTLE, ".jsonld": ox.RdfFormat.JSON_LD}
_VERSION_IN_TEXT = re.compile(r"doc/applicatieprofiel/([^\"#<>\s]+?)/([a-z-]+)/(\d{4}-\d{2}-\d{2})#")
_DATED = re.compile(r"\d{4}-\d{2}-\d{2}|niet-bepaald")
_BELGIAN_DATE = re.compile(r"(\d{2})/(\d{2})/(\d{4})")

Row = dict[str, str]
Entry = dict[str, object]
VersionKey = tuple[str, str, str]


def document(mirror: Path) -> str:
    """Return the YAML text of all pins of `mirror`. OSError where its tables are missing."""
    sources = table(mirror / "SOURCES.tsv")
    versions = dict(sorted(versions_of(mirror, sources).items()))
    standards = standards_of(versions)
    register = register_of(table(mirror / "register.tsv"), list(standards))
    parts = [
        HEADER,
        f'format: 2\nbase: "{BASE}"\nregister_date: "{REGISTER_DATE}"\n',
        "register:\n",
        *(f"- {flow(entry)}\n" for entry in register),
        "standards:\n",
        *(standard_text(standard, versions) for standard, versions in standards.items()),
        "vocabularies:\n",
        *(
            f"- {flow(artefact(mirror, row['path'], 'vocabulary'))}\n"
            for row in sources
            if row["path"].startswith("ns/")
        ),
        "codelists:\n",
        *codelist_texts(mirror),
    ]
    return "".join(parts)


def table(path: Path) -> list[Row]:
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    return sorted(rows, key=lambda row: row.get("path") or row["id"])


def versions_of(mirror: Path, sources: Sequence[Row]) -> dict[VersionKey, Entry]:
    """Return the versions by (id, version, status): its address, what supersedes it, its artefacts."""
    versions: dict[VersionKey, Entry] = {}
    for row in sources:
        placed = place(mirror, row)
        if placed is None:
            continue
        key, url, pin = placed
        version = versions.setdefault(key, {"url": url, "artefacts": []})
        successor = re.search(r"superseded by (\S+)", row["note"])
        if successor:
            version["superseded_by"] = successor[1]
        artefacts = version["artefacts"]
        assert isinstance(artefacts, list)  # noqa: S101 - it was made two lines above
        artefacts.append(pin)
    for (standard, _, _), version in versions.items():
        assert isinstance(version["artefacts"], list)  # noqa: S101
        give_roles(standard, version["artefacts"])
    return versions


def place(mirror: Path, row: Row) -> tuple[VersionKey, str, Entry] | None:
    """Return to which version a row of SOURCES.tsv belongs, the version's address and the pin."""
    top, _, rest = row["path"].partition("/")
    if top == "doc":
        return place_published(mirror, row, rest.removeprefix("applicatieprofiel/"))
    if top == "shacl":
        name = OLD_NAMES.get(Path(rest).stem, Path(rest).stem)
        return (
            (name, "alias", "alias"),
            BASE + "shacl/",
            artefact(mirror, row["path"], "shacl", strip="shacl/"),
        )
    if top == "validator":
        return place_validator(mirror, row)
    return None


def place_published(mirror: Path, row: Row, rest: str) -> tuple[VersionKey, str, Entry]:
    steps = rest.split("/")
    kind = "context" if "context" in steps else "shacl"
    folder = steps[: steps.index(kind)]
    version = folder.pop() if _DATED.fullmatch(folder[-1]) else "alias"
    status = folder.pop() if len(folder) > 1 else row["status"]
    directory = "doc/applicatieprofiel/" + "/".join(steps[: steps.index(kind)]) + "/"
    pin = artefact(mirror, row["path"], kind, strip=directory) | basis(row["note"])
    return ("/".join(folder), version, "alias" if version == "alias" else status), BASE + directory, pin


def place_validator(mirror: Path, row: Row) -> tuple[VersionKey, str, Entry]:
    """File the shapes of the official validator under the version that they themselves refer to most."""
    text = (mirror / row["path"]).read_text(encoding="utf-8")
    (standard, status, version), _ = Counter(_VERSION_IN_TEXT.findall(text)).most_common(1)[0]
    repository_path = row["ref:source path"].partition(":")[2]
    pin = artefact(mirror, row["path"], "shacl") | {"origin": "validator"}
    pin = {"url": f"{RAW}{row['repo']}/{row['commit']}/{repository_path}", "path": pin.pop("file")} | pin
    return (standard, version, status), f"{BASE}doc/applicatieprofiel/{standard}/{status}/{version}/", pin


def basis(note: str) -> Entry:
    """Return what the note of a row says of the bytes, where they are not a copy of the published file."""
    for word, value in {
        "REPRODUCED": "reproduced",
        "transcribed": "transcribed",
        "approximated": "approximated",
        "minus": "derived",
    }.items():
        if word in note:
            return {"basis": value}
    return {}


def artefact(mirror: Path, path: str, kind: str, strip: str = "") -> Entry:
    data = (mirror / path).read_bytes()
    pin: Entry = {"kind": kind, "file": path.removeprefix(strip), "bytes": len(data)}
    pin["sha256"] = hashlib.sha256(data).hexdigest()
    if kind == "shacl":
        pin["dialect"] = dialect(data, _FORMATS[Path(path).suffix])
    if kind in ("vocabulary", "codelist"):
        del pin["kind"]
    return pin


def dialect(data: bytes, form: ox.RdfFormat) -> str:
    """Return which generation of the official toolchain wrote the shapes: T2, T3 or T4."""
    quads = list(ox.parse(data, form, base_iri=BASE, lenient=True))
    named = any(q.predicate.value == _SH + "property" and isinstance(q.object, ox.NamedNode) for q in quads)
    own_terms = any(q.predicate.value.startswith(_VL) for q in quads)
    if named or own_terms:
        return "T3"
    if any(q.predicate.value == _MEMBER for q in quads):
        return "T4"
    tagged = any(
        q.predicate.value == _SH + "name" and isinstance(q.object, ox.Literal) and q.object.language
        for q in quads
    )
    return "T3" if tagged else "T2"


def give_roles(standard: str, artefacts: list[Entry]) -> None:
    """Mark the shapes that are not loaded by default: other syntax, other namespace, usage notes."""
    shapes = [pin for pin in artefacts if pin["kind"] == "shacl"]
    turtle = {stem(pin) for pin in shapes if suffix(pin) == ".ttl"}
    loadable = []
    for pin in shapes:
        if suffix(pin) == ".jsonld" and stem(pin) in turtle:
            pin["role"] = "twin"
        elif stem(pin).endswith("-usagenotes"):
            pin["role"] = "supplement"
        else:
            loadable.append(pin)
    main = next((pin for pin in loadable if stem(pin).startswith(standard)), None)
    for pin in loadable:
        if len(loadable) > 1 and pin is not main:
            pin["role"] = "alternative"


def stem(pin: Entry) -> str:
    return Path(str(pin.get("file") or pin["path"])).stem.removesuffix("_nl")


def suffix(pin: Entry) -> str:
    return Path(str(pin.get("file") or pin["path"])).suffix


def standards_of(versions: Mapping[VersionKey, Entry]) -> dict[str, list[Entry]]:
    """Return the versions by the application profile that they are of."""
    own: dict[str, list[Entry]] = defaultdict(list)
    for (standard, version, status), facts in versions.items():
        own[standard].append({"version": version, "status": status} | facts)
    return {standard: own[standard] for standard in sorted(own, key=lambda name: (name.lower(), name))}


def register_of(rows: Sequence[Row], pinned: Sequence[str]) -> Iterator[Entry]:
    """Yield the entries of the register, by id; a profile that is pinned is named as its pins name it."""
    named = {REGISTERED_AS.get(name, name).lower(): name for name in pinned}
    for row in rows:
        documents = [address.strip() for address in row["specificationDocuments"].split(";")]
        profiles = sorted(set(profiles_in(row["specificationDocuments"])))
        if row["category"] != "Applicatieprofiel" or len(profiles) >= UMBRELLA:
            profiles = []
        optional: Entry = {
            "published": iso(row["publicationDate"]),
            "acknowledged": iso(row["ackSteering"]),
            "documents": [address for address in documents if address],
            "profiles": [named.get(name.lower(), name) for name in profiles],
        }
        yield {
            "id": row["id"],
            "title": row["title"],
            "category": row["category"],
            "status": row["status"],
            "usage": usage(row["usage"]),
            **{key: value for key, value in optional.items() if value},
        }


def iso(written: str) -> str:
    """Return a date of the register as YYYY-MM-DD; empty for TBD, N.v.t. and the like."""
    belgian = _BELGIAN_DATE.fullmatch(written)
    if belgian:
        return "-".join(reversed(belgian.groups()))
    return written if re.fullmatch(r"\d{4}-\d{2}-\d{2}", written) else ""


def profiles_in(documents: str) -> Iterator[str]:
    for url in documents.split(";"):
        found = re.match(re.escape(BASE) + "doc/applicatieprofiel/(.+)", url.strip())
        if found:
            steps = [step for step in found[1].split("/") if step and not step.startswith("index")]
            while _DATED.fullmatch(steps[-1]) or steps[-1].endswith("standaard"):
                steps.pop()
            yield "/".join(steps)


def usage(written: str) -> str:
    if written in ("", "TBD"):
        return "unknown"
    return "Aanbevolen" if written.startswith("Aanbevol") else written


def standard_text(standard: str, versions: Sequence[Entry]) -> str:
    return f"- id: {scalar(standard)}\n  versions:\n" + "".join(map(version_text, versions))


def version_text(version: Entry) -> str:
    artefacts = version["artefacts"]
    assert isinstance(artefacts, list)  # noqa: S101
    lines = [f"{key}: {scalar(value)}" for key, value in version.items() if key != "artefacts"]
    lines += ["artefacts:", *(f"- {flow(pin)}" for pin in artefacts)]
    return "  - " + "\n    ".join(lines) + "\n"


def codelist_texts(mirror: Path) -> Iterator[str]:
    """Yield a block per repository: where its files come from, then its files."""
    repositories: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in table(mirror / "codelijsten" / "SOURCES.tsv"):
        repositories[row["repo"], row["ref"]].append(row)
    for (repository, ref), rows in sorted(repositories.items()):
        name = repository.rpartition("/")[2]
        folder = f"codelijsten/{name}/"
        yield f'- url: "{RAW}{repository}/{ref}/"\n  path: "{folder}"\n  files:\n'
        for row in rows:
            yield f"  - {flow(artefact(mirror, 'codelijsten/' + row['path'], 'codelist', strip=folder))}\n"


def flow(entry: Entry) -> str:
    return "{" + ", ".join(f"{key}: {scalar(value)}" for key, value in entry.items()) + "}"


def scalar(value: object) -> str:
    """Write one value so that every YAML reader reads the same: words bare, all other text quoted."""
    if isinstance(value, list):
        return "[" + ", ".join(map(scalar, value)) + "]"
    if isinstance(value, int):
        return str(value)
    plain = re.fullmatch(r"[A-Za-z-]{4,40}|T[234]", str(value)) and value not in ("true", "false", "null")
    return str(value) if plain else json.dumps(value, ensure_ascii=False)


def main(arguments: Sequence[str]) -> int:
    if len(arguments) != 1:
        print("usage: pin_standards.py MIRROR > profiles/oslo/pins.yaml", file=sys.stderr)
        return 2
    sys.stdout.write(document(Path(arguments[0])))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

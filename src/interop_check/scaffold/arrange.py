"""From what was seen, file by file, to the parts of one solution."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import PurePosixPath

from interop_check.scaffold.found import LONGEST_ID, Found, Item, Note, Sighting, clean, slug
from interop_check.scaffold.identity import identity
from interop_check.solution import SECTIONS

MOST_PER_SECTION = 60
MOST_SHARED = 5
MOST_NAMED = 20

_URL = re.compile(r"https?://[^\s/@]+(/\S*)?")
_DATA_SECTIONS = frozenset({"apis", "datasets", "streams", "publications", "catalogues"})


def arrange(sightings: Sequence[Sighting], folder: str, languages: Sequence[str]) -> Found:
    """Return the solution that the sightings make. `folder` is its name, `languages` those to prefer."""
    ordered = sorted(sightings, key=lambda one: one.path)
    streams = _stream_folders(ordered)
    items = [
        *_apis(ordered),
        *_datasets(ordered, streams),
        *_streams(ordered, streams),
        *_publications(ordered),
        *_catalogues(ordered, streams),
        *_repositories(ordered),
        *_documents(ordered),
    ]
    kept, remarks = _within_bounds(items)
    return Found(
        identity=identity(ordered, folder, languages),
        roles=("data-provider",) if any(item.section in _DATA_SECTIONS for item in items) else (),
        features=_features(items),
        items=tuple(_with_own_ids(kept)),
        remarks=(*_remarks(ordered), *remarks),
    )


def _of(sightings: Iterable[Sighting], *kinds: str) -> list[Sighting]:
    return [one for one in sightings if one.kind in kinds]


def _is_below(path: str, folder: str) -> bool:
    return folder in (".", path) or path.startswith(f"{folder}/")


def _apis(sightings: Sequence[Sighting]) -> Iterator[Item]:
    contexts = tuple(one.path for one in _of(sightings, "context"))
    for one in _of(sightings, "api"):
        about = one.about
        yield Item(
            section="apis",
            id=_stem(one.path),
            location=one.path,
            fields=_given(
                title=clean(about.get("title")),
                base_url=_address(about.get("base_url")),
                licence=_address(about.get("licence")),
            ),
            hints=_given(context=contexts[0] if len(contexts) == 1 else ""),
        )


def _datasets(sightings: Sequence[Sighting], streams: Mapping[str, bool]) -> Iterator[Item]:
    outside = [one for one in sightings if not _in_stream(one, streams)]
    vocabularies = _of(outside, "vocabulary")
    data = _of(outside, "data") or vocabularies
    background = _shared(one for one in vocabularies if one not in data)
    shapes = _shared(_of(outside, "shapes"))
    for one in data:
        claims = one.about.get("claims", ())
        yield Item(
            section="datasets",
            id=_stem(one.path),
            location=one.path,
            fields=_given(standards=claims, background=background),
            hints=_given(standards=() if claims else ("<id@version>",), shapes=shapes),
            notes=tuple(_data_notes(one)),
        )


def _shared(sightings: Iterable[Sighting]) -> tuple[str, ...]:
    """Return the paths to repeat at every part; none where they are more than anybody would read."""
    paths = tuple(one.path for one in sightings)
    return paths if len(paths) <= MOST_SHARED else ()


def _data_notes(one: Sighting) -> Iterator[Note]:
    if one.about.get("large"):
        yield "init-too-large-to-look", {}
    problem = one.about.get("problem")
    if problem is not None:
        line = "" if problem.line is None else str(problem.line)
        yield f"problem-{problem.code}", {**problem.args, "line": line}
    if one.about.get("classes"):
        yield "init-classes", {"classes": " ".join(one.about["classes"])}


def _in_stream(one: Sighting, streams: Mapping[str, bool]) -> bool:
    """Whether a file is a part of a stream: all that a mapped folder holds, elsewhere only the pages."""
    return any(
        _is_below(one.path, folder) and (is_mapped or one.kind == "page")
        for folder, is_mapped in streams.items()
    )


def _stream_folders(sightings: Sequence[Sighting]) -> Mapping[str, bool]:
    """Return the folders that are one stream each, and whether a urlmap says so; else pages lie in them."""
    mapped = {one.folder for one in _of(sightings, "urlmap")}
    pages = {one.folder for one in _of(sightings, "page")}
    outermost = sorted(pages - mapped, key=lambda name: (name != ".", name.count("/"), name))
    streams = dict.fromkeys(sorted(mapped), True)
    for folder in outermost:
        if not any(_is_below(folder, other) for other in streams):
            streams[folder] = False
    return dict(sorted(streams.items()))


def _streams(sightings: Sequence[Sighting], streams: Mapping[str, bool]) -> Iterator[Item]:
    for folder, is_mapped in streams.items():
        inside = [one for one in sightings if _is_below(one.path, folder)]
        pages = _of(inside, "page")
        titles = [str(one.about["title"]) for one in pages if one.about.get("title")]
        yield Item(
            section="streams",
            id=slug(PurePosixPath(folder).name) or "stream",
            location=folder,
            fields=_given(
                title=next(iter(titles), ""),
                standards=tuple(sorted({claim for one in pages for claim in one.about.get("claims", ())})),
                shapes=tuple(one.path for one in _of(inside, "shapes") if is_mapped),
            ),
        )


def _publications(sightings: Sequence[Sighting]) -> Iterator[Item]:
    for one in _of(sightings, "publication"):
        about = one.about
        base = _address(about.get("base_url"))
        kind = about.get("type", "")
        yield Item(
            section="publications",
            id=_stem(one.path),
            location=one.path,
            fields=_given(title=clean(about.get("title")), type=kind, base_url=base),
            hints=_given(base_url="" if base else _address(about.get("address"))),
            notes=() if kind else (("init-type-unseen", {}),),
        )


def _catalogues(sightings: Sequence[Sighting], streams: Mapping[str, bool]) -> Iterator[Item]:
    for one in _of(sightings, "catalogue"):
        if _in_stream(one, streams):
            continue
        claims = one.about.get("claims", ())
        yield Item(
            section="catalogues",
            id=_stem(one.path),
            location=one.path,
            fields=_given(title=one.about.get("title", ""), standards=claims),
            hints=_given(standards=() if claims else ("DCAT-AP-VL@<version>",)),
        )


def _repositories(sightings: Sequence[Sighting]) -> Iterator[Item]:
    """Yield one entry per folder that is a repository, or says so in a publiccode.yml."""
    remotes = {one.folder.rpartition(".git")[0].strip("/") or ".": one for one in _of(sightings, "git")}
    codes = {one.folder: one for one in _of(sightings, "publiccode")}
    for folder in sorted({*remotes, *codes}):
        url = remotes[folder].about.get("url", "") if folder in remotes else ""
        code = codes.get(folder)
        name = clean(code.about.get("name")) if code else ""
        path = PurePosixPath(str(url).removesuffix(".git") if url else folder)
        yield Item(
            section="repositories",
            id=slug(name) or slug(path.name) or "repository",
            location=url or folder,
            fields=_given(licence=_licence(code) or _licence_text(sightings, folder)),
        )


def _licence(code: Sighting | None) -> str:
    legal = code.about.get("legal") if code else None
    return clean(legal.get("license")) if isinstance(legal, dict) else ""


def _licence_text(sightings: Sequence[Sighting], folder: str) -> str:
    named = {one.about.get("spdx", "") for one in _of(sightings, "document") if one.folder == folder} - {""}
    return named.pop() if len(named) == 1 else ""


def _documents(sightings: Sequence[Sighting]) -> Iterator[Item]:
    for one in _of(sightings, "document"):
        yield Item(
            section="documents", id=_stem(one.path), location=one.path, fields={"type": one.about["type"]}
        )


def _features(items: Sequence[Item]) -> tuple[str, ...]:
    """Return what the parts themselves prove; the rest is for whoever knows the solution."""
    sections = {item.section for item in items}
    types = {item.fields.get("type") for item in items if item.section == "documents"}
    proven = {
        "personal-data": "dpia" in types,
        "user-interface": "accessibility-statement" in types,
        "own-software": "repositories" in sections,
        "stream": "streams" in sections,
        "lblod": "publications" in sections,
    }
    return tuple(name for name, is_proven in proven.items() if is_proven)


def _remarks(sightings: Sequence[Sighting]) -> Iterator[Note]:
    for kind in ("context", "vocabulary", "shapes", "empty"):
        paths = [one.path for one in _of(sightings, kind)]
        if paths:
            shown = ", ".join(paths[:MOST_NAMED]) + (" …" if len(paths) > MOST_NAMED else "")
            yield f"init-seen-{kind}", {"paths": shown}


def _within_bounds(items: Sequence[Item]) -> tuple[list[Item], list[Note]]:
    kept: list[Item] = []
    remarks: list[Note] = []
    for section in SECTIONS:
        own = [item for item in items if item.section == section]
        kept += own[:MOST_PER_SECTION]
        if len(own) > MOST_PER_SECTION:
            remarks.append(("init-more", {"section": section, "count": str(len(own) - MOST_PER_SECTION)}))
    return kept, remarks


def _with_own_ids(items: Iterable[Item]) -> Iterator[Item]:
    """Give each part a name that no other part has, over all sections."""
    taken: set[str] = set()
    for item in items:
        name, number = item.id, 1
        while name in taken:
            number += 1
            name = f"{item.id[: LONGEST_ID - 5]}-{number}"
        taken.add(name)
        yield replace(item, id=name)


def _stem(path: str) -> str:
    name = PurePosixPath(path)
    return slug(name.stem) or slug(name.parent.name) or "part"


def _address(value: object) -> str:
    text = clean(value, 2000)
    return text if _URL.fullmatch(text) else ""


def _given(**fields: str | tuple[str, ...]) -> Mapping[str, str | tuple[str, ...]]:
    return {name: value for name, value in fields.items() if value}

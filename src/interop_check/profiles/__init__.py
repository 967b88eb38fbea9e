"""profile.yaml -> Profile: schema, what it extends and uses, rules, parameters, digest over all of its files.

This module reads profile folders; a profile is ours, not the solution's, so it does not pass through gather/.
"""

import hashlib
import re
from collections.abc import Container, Iterable, Mapping, Sequence
from importlib import metadata, resources
from pathlib import Path

from interop_check import schemas, yamlfile
from interop_check.examiners import Examiner
from interop_check.ladders import ladder
from interop_check.model import DEFAULT_LAYERS, Layer, Mistake, MistakesError, Profile, Rule
from interop_check.profiles import parts
from interop_check.profiles.reading import Reading
from interop_check.suggest import near
from interop_check.yamlfile import Document

ENTRY_POINTS = "interop_check.profiles"
_KEY = rb"""(?:^|[{,-])\s*["']?%b["']?\s*:"""
_DEFAULT, _EXTENDS = (re.compile(_KEY % one, re.MULTILINE) for one in (b"default", b"extends"))
_EVIDENCE = re.compile(_KEY % b"evidence" + rb"""\s*["']?([a-z-]+)""", re.MULTILINE)
"""What a profile says of itself and of its criteria; the same may stand elsewhere in the file."""


class UnknownProfileError(LookupError):
    """No profile of that name or version; `known` lists what there is."""

    def __init__(self, wanted: str, known: Sequence[str]) -> None:
        super().__init__(wanted)
        self.wanted = wanted
        self.known = tuple(known)

    @property
    def suggestion(self) -> str:
        """The known profile that is nearest, with or without the version that was asked for."""
        return near(self.wanted, self.known) or near(self.wanted.partition("@")[0], self.known)


def folders() -> Mapping[str, Path]:
    """Return the folder of every installed profile by id: ours, then those of other distributions."""
    roots = [
        _own_root(),
        *(Path(str(resources.files(p.load()))) for p in metadata.entry_points(group=ENTRY_POINTS)),
    ]
    found: dict[str, Path] = {}
    for root in roots:
        for file in sorted(root.glob("*/profile.yaml")):
            found.setdefault(file.parent.name, file.parent)
    return found


def may_be_default(kinds: Container[str] | None = None) -> Iterable[str]:
    """Return the ids of the installed profiles that are default ones and judge any of these kinds.

    Some are among them that only have the words for it: to read a profile whole costs as much as to read a
    description of an API.
    """
    for name, folder in folders().items():
        text = (folder / "profile.yaml").read_bytes()
        judged = {found.decode() for found in _EVIDENCE.findall(text)}
        is_judge = kinds is None or _EXTENDS.search(text) or any(one in kinds for one in judged)
        if _DEFAULT.search(text) and is_judge:
            yield name


def _own_root() -> Path:
    package = Path(__file__).parent.parent
    installed = package / "_profiles"
    return installed if installed.is_dir() else package.parents[1] / "profiles"


def load_profile(wanted: str, examiners: Mapping[str, Examiner], above: Sequence[str] = ()) -> Profile:
    """Return the profile `id`, `id@version` or the one in a folder; a folder never hides an installed id.

    `above` are the profiles that extend this one. Raises UnknownProfileError, or MistakesError with every
    mistake in its files.
    """
    folder = Path(wanted)
    name, _, version = wanted.partition("@")
    known = folders()
    if name not in known and (folder / "profile.yaml").is_file():
        return _load_folder(folder.resolve(), examiners, above)
    if name not in known:
        raise UnknownProfileError(wanted, tuple(known))
    profile = _load_folder(known[name], examiners, above)
    if version and version != profile.version:
        raise UnknownProfileError(wanted, (f"{profile.id}@{profile.version}",))
    return profile


def _load_folder(folder: Path, examiners: Mapping[str, Examiner], above: Sequence[str]) -> Profile:
    files = {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not any(part.startswith((".", "__")) for part in path.relative_to(folder).parts)
    }
    return build(files, folder.name, examiners, above)


def build(
    files: Mapping[str, bytes], name: str, examiners: Mapping[str, Examiner], above: Sequence[str] = ()
) -> Profile:
    """Make a profile of its files (path below the folder -> bytes). Raises MistakesError."""
    document = yamlfile.load(files["profile.yaml"], f"{name}/profile.yaml")
    found = list(schemas.mistakes(document, "profile"))
    if found:
        raise MistakesError(found)
    extended, used = document.value.get("extends", ()), document.value.get("uses", ())
    above = (*above, name)
    bases = [
        _named(one, document, path, examiners, above)
        for one, path in (
            [(extended, ("extends",))]
            if isinstance(extended, str)
            else [(one, ("extends", number)) for number, one in enumerate(extended)]
        )
    ]
    reading = Reading(
        document=document,
        bases=tuple(bases),
        base=parts.joined(bases) if bases else None,
        used=tuple(_named(n, document, ("uses", i), examiners, above) for i, n in enumerate(used)),
        rules=_rules(files, name),
        tables=_tables(document, files, name),
        examiners=examiners,
    )
    mistakes = sorted(reading.mistakes(), key=lambda m: (m.at.line or 0, m.at.column or 0))
    if mistakes:
        raise MistakesError(mistakes)
    return _profile(reading, files)


def digest(files: Mapping[str, bytes], base: Profile | None, used: Sequence[Profile] = ()) -> str:
    """Return sha256 over names and digests of all files, and those of the profiles it extends and uses."""
    total = hashlib.sha256()
    for path in sorted(files):
        total.update(f"{path}\0{hashlib.sha256(files[path]).hexdigest()}\n".encode())
    if base:
        total.update(f"extends\0{base.digest}\n".encode())
    for one in used:
        total.update(f"uses\0{one.digest}\n".encode())
    return f"sha256:{total.hexdigest()}"


def _profile(reading: Reading, files: Mapping[str, bytes]) -> Profile:
    value, base = reading.document.value, reading.base
    tables = {path: table.value for path, table in reading.tables.items()}
    layers = {Layer(layer): weight for layer, weight in value.get("layers", {}).items()}
    return Profile(
        id=value["id"],
        version=value["version"],
        title=value["title"],
        description=value["description"],
        criteria=(
            *reading.changed_criteria(),
            *(parts.criterion(c, tables) for c in value.get("criteria", ())),
        ),
        rules=reading.known_rules(),
        modules=(*(base.modules if base else ()), *(parts.module(m) for m in value.get("modules", ()))),
        exemptions=(
            *(base.exemptions if base else ()),
            *(parts.exemption(e) for e in value.get("exemptions", ())),
        ),
        ladders=(*(base.ladders if base else ()), *map(ladder, value.get("ladders", ()))),
        layer_weights=layers or (base.layer_weights if base else DEFAULT_LAYERS),
        files={**(base.files if base else {}), **files},
        digest=digest(files, base, reading.used),
        default=value.get("default", False),
        shows=(*(base.shows if base else ()), *(parts.fact_table(s) for s in value.get("shows", ()))),
    )


def _named(
    wanted: str,
    document: Document,
    path: yamlfile.Path,
    examiners: Mapping[str, Examiner],
    above: Sequence[str],
) -> Profile:
    at = document.place(path)
    if wanted.partition("@")[0] in above:
        raise MistakesError([Mistake(code="extends-itself", at=at, args={"value": wanted})])
    try:
        return load_profile(wanted, examiners, above)
    except UnknownProfileError as error:
        known = ", ".join(error.known)
        args = {"value": wanted, "suggestion": error.suggestion, "known": known}
        raise MistakesError([Mistake(code="unknown-profile", at=at, args=args)]) from error


def _tables(document: Document, files: Mapping[str, bytes], name: str) -> dict[str, Document]:
    """Return the files that criteria take parameters from, parsed; one that is not there is left out."""
    wanted = {path for one in document.value.get("criteria", ()) for path in one.get("tables", {}).values()}
    return {path: yamlfile.load(files[path], f"{name}/{path}") for path in sorted(wanted & files.keys())}


def _rules(files: Mapping[str, bytes], name: str) -> tuple[Rule, ...]:
    found: list[Rule] = []
    mistakes: list[Mistake] = []
    for path in sorted(files):
        if path.startswith("rules/") and path.endswith(".yaml"):
            document = yamlfile.load(files[path], f"{name}/{path}")
            mistakes += schemas.mistakes(document, "rules")
            if not mistakes:
                found += [one for rule in document.value["rules"] for one in parts.variants(rule)]
    if mistakes:
        raise MistakesError(mistakes)
    return tuple(found)

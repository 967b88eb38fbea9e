"""profile.yaml -> Profile: schema, `extends`, rules, parameters checked, digest over all of its files.

This module reads profile folders; a profile is ours, not the solution's, so it does not pass through gather/.
"""

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase
from fractions import Fraction
from importlib import metadata, resources
from pathlib import Path
from typing import Any

import jsonschema_rs

from interop_check import schemas, yamlfile
from interop_check.examiners import Examiner
from interop_check.ladders import ladder
from interop_check.model import (
    CORE,
    DEFAULT_LAYERS,
    Criterion,
    EvidenceLevel,
    Exemption,
    Layer,
    Level,
    Mistake,
    MistakesError,
    Module,
    Place,
    Profile,
    Rule,
)
from interop_check.suggest import near
from interop_check.yamlfile import Document

ENTRY_POINTS = "interop_check.profiles"

_CAPS = {
    "declared": EvidenceLevel.DECLARED,
    "documented": EvidenceLevel.DOCUMENTED,
    "verified": EvidenceLevel.VERIFIED,
}
_STRICTNESS = {Level.MAY: 0, Level.SHOULD: 1, Level.MUST: 2}


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


def _own_root() -> Path:
    package = Path(__file__).parent
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
    rules = _rules(files, name)
    base = _base(document, examiners, (*above, name))
    reading = _Reading(document, base, rules, examiners)
    mistakes = sorted(reading.mistakes(), key=lambda m: (m.at.line or 0, m.at.column or 0))
    if mistakes:
        raise MistakesError(mistakes)
    return _profile(reading, files)


def digest(files: Mapping[str, bytes], base: Profile | None) -> str:
    """Return sha256 over names and digests of all files, and the extended profile's digest."""
    total = hashlib.sha256()
    for path in sorted(files):
        total.update(f"{path}\0{hashlib.sha256(files[path]).hexdigest()}\n".encode())
    if base:
        total.update(f"extends\0{base.digest}\n".encode())
    return f"sha256:{total.hexdigest()}"


def _profile(reading: "_Reading", files: Mapping[str, bytes]) -> Profile:
    value, base = reading.document.value, reading.base
    layers = {Layer(layer): weight for layer, weight in value.get("layers", {}).items()}
    return Profile(
        id=value["id"],
        version=value["version"],
        title=value["title"],
        description=value["description"],
        criteria=(*reading.changed_criteria(), *(_criterion(c) for c in value.get("criteria", ()))),
        rules=(*(base.rules if base else ()), *reading.rules),
        modules=(*(base.modules if base else ()), *(_module(m) for m in value.get("modules", ()))),
        exemptions=(
            *(base.exemptions if base else ()),
            *(_exemption(e) for e in value.get("exemptions", ())),
        ),
        ladders=(*(base.ladders if base else ()), *map(ladder, value.get("ladders", ()))),
        layer_weights=layers or (base.layer_weights if base else DEFAULT_LAYERS),
        files={**(base.files if base else {}), **files},
        digest=digest(files, base),
    )


def _base(document: Document, examiners: Mapping[str, Examiner], above: Sequence[str]) -> Profile | None:
    wanted = document.value.get("extends")
    if not wanted:
        return None
    at = document.place(("extends",))
    if wanted.partition("@")[0] in above:
        raise MistakesError([Mistake(code="extends-itself", at=at, args={"value": wanted})])
    try:
        return load_profile(wanted, examiners, above)
    except UnknownProfileError as error:
        known = ", ".join(error.known)
        args = {"value": wanted, "suggestion": error.suggestion, "known": known}
        raise MistakesError([Mistake(code="unknown-profile", at=at, args=args)]) from error


def _rules(files: Mapping[str, bytes], name: str) -> tuple[Rule, ...]:
    found: list[Rule] = []
    mistakes: list[Mistake] = []
    for path in sorted(files):
        if path.startswith("rules/") and path.endswith(".yaml"):
            document = yamlfile.load(files[path], f"{name}/{path}")
            mistakes += schemas.mistakes(document, "rules")
            if not mistakes:
                found += [one for rule in document.value["rules"] for one in _variants(rule)]
    if mistakes:
        raise MistakesError(mistakes)
    return tuple(found)


@dataclass(frozen=True, slots=True)
class _Reading:
    """A profile that satisfies its schema, and what the schema could not see."""

    document: Document
    base: Profile | None
    rules: tuple[Rule, ...]
    examiners: Mapping[str, Examiner]

    def mistakes(self) -> Iterator[Mistake]:
        yield from self._module_mistakes()
        yield from self._criteria_mistakes()
        yield from self._exemption_mistakes()
        yield from self._ladder_mistakes()
        yield from self._change_mistakes()
        yield from self._rule_mistakes()

    def changed_criteria(self) -> tuple[Criterion, ...]:
        changes = {change["criterion"]: change for change in self.document.value.get("changes", ())}
        criteria = self.base.criteria if self.base else ()
        return tuple(_changed(c, changes[c.id]) if c.id in changes else c for c in criteria)

    def _module_mistakes(self) -> Iterator[Mistake]:
        taken = {CORE} | ({m.id for m in self.base.modules} if self.base else set())
        for index, module in enumerate(self.document.value.get("modules", ())):
            if module["id"] in taken:
                yield self._mistake("duplicate-module", ("modules", index, "id"), id=module["id"])
            taken.add(module["id"])

    def _criteria_mistakes(self) -> Iterator[Mistake]:
        value = self.document.value
        modules = {CORE} | {m["id"] for m in value.get("modules", ())}
        modules |= {m.id for m in self.base.modules} if self.base else set()
        taken = {c.id for c in self.base.criteria} if self.base else set()
        for index, criterion in enumerate(value.get("criteria", ())):
            if criterion["id"] in taken:
                yield self._mistake("duplicate-criterion", ("criteria", index, "id"), id=criterion["id"])
            taken.add(criterion["id"])
            if criterion.get("module", CORE) not in modules:
                yield self._mistake(
                    "unknown-module", ("criteria", index, "module"), value=criterion["module"]
                )
            if "partial_at" in criterion and _share(criterion["partial_at"]) >= _share(
                criterion.get("pass_at", 1)
            ):
                yield self._mistake("partial-not-below-pass", ("criteria", index, "partial_at"))
            yield from self._examiner_mistakes(criterion, index)
            yield from self._asked_rule_mistakes(criterion, index)

    def _examiner_mistakes(self, criterion: Mapping[str, Any], index: int) -> Iterator[Mistake]:
        one = self.examiners.get(criterion["examiner"])
        if one is None:
            known = ", ".join(self.examiners)
            yield self._mistake(
                "unknown-examiner", ("criteria", index, "examiner"), value=criterion["examiner"], known=known
            )
            return
        if criterion["evidence"] not in one.evidence:
            path = ("criteria", index, "evidence")
            yield self._mistake(
                "examiner-reads-other-evidence",
                path,
                examiner=one.name,
                value=criterion["evidence"],
                known=", ".join(one.evidence),
            )
        validator = jsonschema_rs.validator_for(dict(one.params))
        yield from schemas.mistakes_of(self.document, validator, one.params, ("criteria", index, "with"))

    def _asked_rule_mistakes(self, criterion: Mapping[str, Any], index: int) -> Iterator[Mistake]:
        """A misspelt rule would never be looked at, and nobody would hear of it."""
        known = [rule.id for rule in (*(self.base.rules if self.base else ()), *self.rules)]
        for number, pattern in enumerate(criterion["rules"]):
            if not any(fnmatchcase(rule, pattern) for rule in known):
                path = ("criteria", index, "rules", number)
                yield self._mistake("unknown-rule", path, value=pattern, suggestion=near(pattern, known))

    def _ladder_mistakes(self) -> Iterator[Mistake]:
        """A step that asks for what does not exist would be reached by everybody."""
        rules = [rule.id for rule in (*(self.base.rules if self.base else ()), *self.rules)]
        criteria = [c["id"] for c in self.document.value.get("criteria", ())]
        criteria += [c.id for c in self.base.criteria] if self.base else []
        for index, one in enumerate(self.document.value.get("ladders", ())):
            for number, step in enumerate(one["steps"]):
                for key, known in (("criteria", criteria), ("rules", rules)):
                    for place, name in enumerate(step.get(key, ())):
                        if not any(fnmatchcase(each, name) for each in known):
                            path = ("ladders", index, "steps", number, key, place)
                            code = "unknown-criterion" if key == "criteria" else "unknown-rule"
                            yield self._mistake(code, path, value=name, suggestion=near(name, known))

    def _exemption_mistakes(self) -> Iterator[Mistake]:
        own = {c["id"] for c in self.document.value.get("criteria", ())}
        inherited = {c.id for c in self.base.criteria} if self.base else set()
        for index, exemption in enumerate(self.document.value.get("exemptions", ())):
            path = ("exemptions", index, "criterion")
            if exemption["criterion"] in inherited:
                yield self._mistake("profile-lowers", path, value=exemption["criterion"])
            elif exemption["criterion"] not in own:
                yield self._mistake("unknown-criterion", path, value=exemption["criterion"])

    def _change_mistakes(self) -> Iterator[Mistake]:
        """A profile may ask more than the one it extends, never less: lowering would hide in a name."""
        criteria = {c.id: c for c in self.base.criteria} if self.base else {}
        changed: set[str] = set()
        for index, change in enumerate(self.document.value.get("changes", ())):
            path = ("changes", index, "criterion")
            if change["criterion"] not in criteria:
                yield self._mistake("unknown-criterion", path, value=change["criterion"])
                continue
            if change["criterion"] in changed:
                yield self._mistake("duplicate-change", path, id=change["criterion"])
            changed.add(change["criterion"])
            old = criteria[change["criterion"]]
            new = _changed(old, change)
            if _lowers(old, new):
                yield self._mistake("profile-lowers", path, value=change["criterion"])
            elif new.partial_at is not None and new.partial_at >= new.pass_at:
                yield self._mistake("partial-not-below-pass", path)

    def _rule_mistakes(self) -> Iterator[Mistake]:
        ids = [rule.id for rule in (*(self.base.rules if self.base else ()), *self.rules)]
        for rule in sorted({one for one in ids if ids.count(one) > 1}):
            yield Mistake(
                code="duplicate-rule", at=Place(source=self.document.source, line=1), args={"id": rule}
            )

    def _mistake(self, code: str, path: yamlfile.Path, **args: str) -> Mistake:
        return Mistake(code=code, at=self.document.place(path), args=args)


def _lowers(old: Criterion, new: Criterion) -> bool:
    return (
        _STRICTNESS[new.level] < _STRICTNESS[old.level]
        or new.weight < old.weight
        or (old.blocking and not new.blocking)
        or new.pass_at < old.pass_at
        or (new.partial_at is not None and (old.partial_at is None or new.partial_at < old.partial_at))
        or new.floor < old.floor
    )


def _changed(criterion: Criterion, change: Mapping[str, Any]) -> Criterion:
    readers: Mapping[str, Callable[[Any], Any]] = {"level": Level, "pass_at": _share, "partial_at": _share}
    changes = {key: readers.get(key, _as_is)(value) for key, value in change.items() if key != "criterion"}
    return replace(criterion, **changes)


def _as_is(value: Any) -> Any:
    return value


def _criterion(value: Mapping[str, Any]) -> Criterion:
    return Criterion(
        id=value["id"],
        title=value["title"],
        level=Level(value["level"]),
        layer=Layer(value["layer"]),
        principles=tuple(value["principles"]),
        weight=value["weight"],
        blocking=value.get("blocking", False),
        module=value.get("module", CORE),
        evidence=value["evidence"],
        examiner=value["examiner"],
        params=value.get("with", {}),
        rules=tuple(value["rules"]),
        pass_at=_share(value.get("pass_at", 1)),
        partial_at=_share(value["partial_at"]) if "partial_at" in value else None,
        floor=value.get("floor", 1),
        cap=_CAPS[value.get("cap", "verified")],
        source=value["source"],
        remedy=value["remedy"],
    )


def _variants(value: Mapping[str, Any]) -> Iterator[Rule]:
    """Yield a rule, and the same rule in each other namespace that it names."""
    texts = {key: text for key, text in value.items() if key not in ("id", "level", "variants")}
    namespace, _, name = value["id"].partition("/")
    for variant, level in {namespace: value["level"], **value.get("variants", {})}.items():
        yield Rule(id=f"{variant}/{name}", level=Level(level), **texts)


def _module(value: Mapping[str, Any]) -> Module:
    return Module(
        id=value["id"],
        title=value["title"],
        features=tuple(value.get("features", ())),
        artefacts=tuple(value.get("artefacts", ())),
        facts=tuple(value.get("facts", ())),
        floor=_share(value["floor"]) if "floor" in value else None,
    )


def _exemption(value: Mapping[str, Any]) -> Exemption:
    return Exemption(
        criterion=value["criterion"], artefacts=tuple(value["artefacts"]), reason=value["reason"]
    )


def _share(value: str | int) -> Fraction:
    return Fraction(value)

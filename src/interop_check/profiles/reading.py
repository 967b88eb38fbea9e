"""A profile's own file held against what it extends and uses: mistakes that no schema can see."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Any

import jsonschema_rs

from interop_check import schemas, yamlfile
from interop_check.examiners import Examiner
from interop_check.model import CORE, Criterion, Level, Mistake, Module, Place, Profile, Rule
from interop_check.profiles.parts import changed, share
from interop_check.suggest import near
from interop_check.yamlfile import Document

_STRICTNESS = {Level.MAY: 0, Level.SHOULD: 1, Level.MUST: 2}


@dataclass(frozen=True, slots=True)
class Reading:
    """A profile that satisfies its schema, and what the schema could not see."""

    document: Document
    bases: tuple[Profile, ...]
    """The profiles that it extends."""

    base: Profile | None
    """What these are together."""

    used: tuple[Profile, ...]
    rules: tuple[Rule, ...]
    tables: Mapping[str, Document]
    examiners: Mapping[str, Examiner]

    def mistakes(self) -> Iterator[Mistake]:
        """Yield every mistake, in no order."""
        yield from self._base_mistakes()
        yield from self._module_mistakes()
        yield from self._criteria_mistakes()
        yield from self._exemption_mistakes()
        yield from self._ladder_mistakes()
        yield from self._change_mistakes()
        yield from self._rule_mistakes()

    def known_rules(self) -> tuple[Rule, ...]:
        """Return the rules of what it extends and uses, each once, and then its own."""
        known = {rule.id: rule for rule in self._rules_above()}
        return (*known.values(), *self.rules)

    def _rules_above(self) -> Iterator[Rule]:
        for profile in (*((self.base,) if self.base else ()), *self.used):
            yield from profile.rules

    def changed_criteria(self) -> tuple[Criterion, ...]:
        """Return the criteria of the extended profile as this one asks them."""
        changes = {change["criterion"]: change for change in self.document.value.get("changes", ())}
        criteria = self.base.criteria if self.base else ()
        return tuple(changed(c, changes[c.id]) if c.id in changes else c for c in criteria)

    def _base_mistakes(self) -> Iterator[Mistake]:
        """Two extended profiles may share a criterion or module, never call two things by one name."""
        criteria: dict[str, Criterion] = {}
        modules: dict[str, Module] = {}
        for number, base in enumerate(self.bases):
            at = ("extends", number)
            for criterion in base.criteria:
                if criteria.setdefault(criterion.id, criterion) != criterion:
                    yield self._mistake("duplicate-criterion", at, id=criterion.id)
            for module in base.modules:
                if modules.setdefault(module.id, module) != module:
                    yield self._mistake("duplicate-module", at, id=module.id)

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
            if "partial_at" in criterion and share(criterion["partial_at"]) >= share(
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
        in_files = criterion.get("tables", {})
        yield from self._table_mistakes(one, in_files, index)
        params = _without(one.params, in_files)
        validator = jsonschema_rs.validator_for(params)
        yield from schemas.mistakes_of(self.document, validator, params, ("criteria", index, "with"))

    def _table_mistakes(self, one: Examiner, in_files: Mapping[str, str], index: int) -> Iterator[Mistake]:
        """A parameter in a file of its own is held against its part of the examiner's schema."""
        known = one.params.get("properties", {})
        for name, path in in_files.items():
            at = ("criteria", index, "tables", name)
            if name not in known:
                yield self._mistake("unknown-field", at, value=name, known=", ".join(known))
            elif path not in self.tables:
                yield self._mistake("no-such-table", at, value=path)
            else:
                validator = jsonschema_rs.validator_for(dict(known[name]))
                yield from schemas.mistakes_of(self.tables[path], validator, known[name], ())

    def _asked_rule_mistakes(self, criterion: Mapping[str, Any], index: int) -> Iterator[Mistake]:
        """A misspelt rule would never be looked at, and nobody would hear of it."""
        known = [rule.id for rule in self.known_rules()]
        for number, pattern in enumerate(criterion["rules"]):
            if not any(fnmatchcase(rule, pattern) for rule in known):
                path = ("criteria", index, "rules", number)
                yield self._mistake("unknown-rule", path, value=pattern, suggestion=near(pattern, known))

    def _exemption_mistakes(self) -> Iterator[Mistake]:
        own = {c["id"] for c in self.document.value.get("criteria", ())}
        inherited = {c.id for c in self.base.criteria} if self.base else set()
        for index, exemption in enumerate(self.document.value.get("exemptions", ())):
            path = ("exemptions", index, "criterion")
            if exemption["criterion"] in inherited:
                yield self._mistake("profile-lowers", path, value=exemption["criterion"])
            elif exemption["criterion"] not in own:
                yield self._mistake("unknown-criterion", path, value=exemption["criterion"])

    def _ladder_mistakes(self) -> Iterator[Mistake]:
        """A step that asks for what does not exist would be reached by everybody."""
        rules = [rule.id for rule in self.known_rules()]
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

    def _change_mistakes(self) -> Iterator[Mistake]:
        """A profile may ask more than the one it extends, never less: lowering would hide in a name."""
        criteria = {c.id: c for c in self.base.criteria} if self.base else {}
        seen: set[str] = set()
        for index, change in enumerate(self.document.value.get("changes", ())):
            path = ("changes", index, "criterion")
            if change["criterion"] not in criteria:
                yield self._mistake("unknown-criterion", path, value=change["criterion"])
                continue
            if change["criterion"] in seen:
                yield self._mistake("duplicate-change", path, id=change["criterion"])
            seen.add(change["criterion"])
            old = criteria[change["criterion"]]
            new = changed(old, change)
            if _lowers(old, new):
                yield self._mistake("profile-lowers", path, value=change["criterion"])
            elif new.partial_at is not None and new.partial_at >= new.pass_at:
                yield self._mistake("partial-not-below-pass", path)

    def _rule_mistakes(self) -> Iterator[Mistake]:
        ids = [rule.id for rule in self.known_rules()]
        known = {rule.id: rule for rule in self._rules_above()}
        apart = {rule.id for rule in self._rules_above() if rule != known[rule.id]}
        for rule in sorted(apart | {one for one in ids if ids.count(one) > 1}):
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


def _without(params: Mapping[str, Any], names: Mapping[str, str]) -> dict[str, Any]:
    """Return a schema of parameters without those that stand elsewhere."""
    kept = {name: schema for name, schema in params.get("properties", {}).items() if name not in names}
    required = [name for name in params.get("required", ()) if name not in names]
    return {**params, "properties": kept, "required": required}

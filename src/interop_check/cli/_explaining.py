"""One criterion or rule in words."""

from collections.abc import Mapping
from fnmatch import fnmatchcase

from interop_check.cli import _session
from interop_check.cli._language import texts
from interop_check.cli._table import wrapped
from interop_check.model import Criterion, Profile, Rule, Text
from interop_check.profiles import folders
from interop_check.reports.summary import percent
from interop_check.shares import exact


def known_rules() -> Mapping[str, Rule]:
    """Return every rule of every profile, by id."""
    rules = [rule for name in folders() for rule in _session.profile(name).rules]
    return {rule.id: rule for rule in sorted(rules, key=lambda r: r.id)}


def known_criteria() -> Mapping[str, tuple[Criterion, Profile]]:
    """Return every criterion with the first profile that holds it, by id."""
    found: dict[str, tuple[Criterion, Profile]] = {}
    for name in folders():
        profile = _session.profile(name)
        for criterion in profile.criteria:
            found.setdefault(criterion.id, (criterion, profile))
    return dict(sorted(found.items()))


def explain_rule(rule: Rule) -> str:
    """Return a rule in words."""
    say = texts()
    parts = [
        f"{rule.id} — {say.pick(rule.title)} [{say(f'level-{rule.level}')}]",
        *_section("explain-why", rule.why),
        *_section("explain-remedy", rule.remedy),
        f"{say('explain-source')}: {rule.source}",
    ]
    return "\n\n".join(wrapped(part) for part in parts)


def explain_criterion(criterion: Criterion, profile: Profile) -> str:
    """Return a criterion in words: what, how it is judged, how to mend it, where it comes from."""
    say = texts()
    judged = [
        f"{say('explain-judged')}: {_judged(criterion)}",
        *(f"  - {r.id}: {say.pick(r.title)}" for r in _rules(criterion, profile)),
    ]
    parts = [
        wrapped(f"{criterion.id} — {say.pick(criterion.title)}"),
        wrapped(
            say(
                "explain-place",
                profile=f"{profile.id}@{profile.version}",
                level=say(f"level-{criterion.level}"),
                layer=say(f"layer-{criterion.layer}"),
                weight=criterion.weight,
                blocking=say("explain-blocking") if criterion.blocking else "",
            )
        ),
        "\n".join(wrapped(line, "    " if line.startswith("  -") else "") for line in judged),
        *map(wrapped, _section("explain-remedy", criterion.remedy)),
        wrapped(f"{say('explain-source')}: {criterion.source}"),
    ]
    return "\n\n".join(parts) + "\n"


def _rules(criterion: Criterion, profile: Profile) -> list[Rule]:
    namespaces = {pattern.partition("/")[0] for pattern in criterion.rules}
    return [
        rule
        for rule in profile.rules
        if rule.id.partition("/")[0] in namespaces and any(fnmatchcase(rule.id, p) for p in criterion.rules)
    ]


def _judged(criterion: Criterion) -> str:
    partial = "" if criterion.partial_at is None else percent(exact(criterion.partial_at))
    return texts()(
        "explain-thresholds",
        examiner=criterion.examiner,
        kind=texts()(f"kind-{criterion.evidence}"),
        passing=percent(exact(criterion.pass_at)),
        partial=partial,
    )


def _section(code: str, text: Text) -> list[str]:
    return [f"{texts()(code)}: {texts().pick(text)}"]

"""Sentences for people: message code -> template, per language, from the YAML files beside this module.

A template holds `{name}` for a value. A part between `[[` and `]]` is left out when a value in it is empty.
"""

import re
from collections.abc import Iterable, Mapping
from functools import cache
from importlib import resources

from interop_check import yamlfile
from interop_check.languages import LANGUAGES
from interop_check.model import Mistake, Text

_OPTIONAL = re.compile(r"\[\[(.*?)\]\]", re.DOTALL)
_VALUE = re.compile(r"\{([A-Za-z_0-9]+)\}")


@cache
def sentences(language: str) -> Mapping[str, str]:
    """Return all templates of one language by code. A code in two files is an error of ours."""
    found: dict[str, str] = {}
    for entry in sorted(resources.files(__package__).joinpath(language).iterdir(), key=lambda e: e.name):
        loaded = yamlfile.load(entry.read_bytes(), f"{language}/{entry.name}").value
        repeated = found.keys() & loaded.keys()
        if repeated:
            raise ValueError(f"{entry.name}: {sorted(repeated)} stand in another file of {language} too")
        found.update(loaded)
    return found


def fill(template: str, args: Mapping[str, object]) -> str:
    """Put `args` into a template; a value that is missing stays visible as its name."""

    def part(match: re.Match[str]) -> str:
        wanted = _VALUE.findall(match[1])
        return match[1] if all(args.get(name) not in (None, "") for name in wanted) else ""

    def value(match: re.Match[str]) -> str:
        return str(args.get(match[1], match[0]))

    return _VALUE.sub(value, _OPTIONAL.sub(part, template))


class Texts:
    """The sentences of one language; `extra` adds those that profiles bring with their rules."""

    def __init__(self, language: str, extra: Mapping[str, Text] | None = None) -> None:
        if language not in LANGUAGES:
            raise ValueError(f"no sentences in {language!r}")
        self.language = language
        self._templates = {code: self.pick(text) for code, text in (extra or {}).items()} | dict(
            sentences(language)
        )

    def __call__(self, code: str, **args: object) -> str:
        """Return the sentence for `code`; an unknown code shows itself with its values."""
        template = self._templates.get(code)
        if template is None:
            return f"{code} {dict(args)}" if args else code
        return fill(template, self._said(args))

    def __contains__(self, code: str) -> bool:
        return code in self._templates

    def pick(self, text: Text) -> str:
        """Return `text` in this language, else in the first that it has."""
        return text.get(self.language) or next(iter(text.values()), "")

    def _said(self, args: Mapping[str, object]) -> Mapping[str, object]:
        """Return values with a fault of syntax in words, in the place of what the parser said of it."""
        fault = f"syntax-{args.get('syntax')}"
        if fault not in self:
            return args
        return {**args, "syntax": fill(self._templates[fault], args), "detail": ""}

    def mistakes(self, mistakes: Iterable[Mistake]) -> list[str]:
        """Return one line per mistake: file:line:column: sentence."""
        return [
            f"{m.at.source}:{m.at.line or 1}:{m.at.column or 1}: {self(m.code, **self._worded(m.args))}"
            for m in mistakes
        ]

    def _worded(self, args: Mapping[str, str]) -> dict[str, str]:
        """Return values with the names of JSON types in words."""
        types = {name: args[name].split(", ") for name in ("expected", "found") if name in args}
        return {**args, **{name: ", ".join(self(f"type-{t}") for t in types[name]) for name in types}}

"""Rows 42 to 46 of the bad inputs, and those of 3, 4, 7, 8, 24 and 41 that a description can be too.

Each goes the whole way: gathered, examined, judged by the profile `rest`, written as text. What is wrong by
its own standard fails, what hits a limit of ours or was not fetched stays open, nothing ends in an error.
"""

import json
import socket
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from hostile.servers import Server
from interop_check import api
from interop_check.gather.source import Source
from interop_check.locales import Texts
from interop_check.model import Artefact, Place, Report
from interop_check.reports import View, formats
from interop_check.reports.wording import texts_of
from running import AS_OF, finding_codes, written

PASSED, FAILED, OPEN = "passed", "failed", "not_assessed"
HEAD = 'openapi: 3.1.1\ninfo: {title: A, version: "1"}\n'


@dataclass(frozen=True, kw_only=True)
class Case:
    """A description: what becomes of the criteria that it can be read and is valid, with which findings."""

    row: int
    name: str
    data: Callable[[], bytes]
    file: str = "a.yaml"
    readable: str = PASSED
    valid: str = PASSED
    codes: tuple[str, ...] = ()


def schemas(**named: object) -> bytes:
    return (HEAD + "components: " + json.dumps({"schemas": named})).encode()


def below(text: str, release: str = "3.1.1") -> Callable[[], bytes]:
    """A description with `text` below its head."""
    return (HEAD.replace("3.1.1", release) + text).encode


def referring(reference: str) -> Callable[[], bytes]:
    return lambda: schemas(A={"$ref": reference})


def bomb() -> bytes:
    levels = "".join(f"x-{n}: &x{n} [{', '.join([f'*x{n - 1}'] * 9)}]\n" for n in range(1, 10))
    return f"{HEAD}x-0: &x0 [{', '.join('a' * 9)}]\n{levels}".encode()


def doubling(steps: int, *examples: object) -> bytes:
    """Alternatives that are 2 to the power of `steps` once they are written out."""
    below = [{"$ref": f"#/components/schemas/S{n + 1}"} for n in range(steps)]
    named = {f"S{n}": {"anyOf": [one, one]} for n, one in enumerate(below)}
    return schemas(**named, **{f"S{steps}": {}}, A={**below[0], "examples": examples})


def nested(depth: int) -> bytes:
    return (HEAD + "components: {schemas: {A: " + "{allOf: [" * depth + "{}" + "]}" * depth + "}}").encode()


def many(count: int) -> bytes:
    return schemas(**{f"A{n}": {"minimun": n, "$ref": f"#/nowhere/{n}"} for n in range(count)})


CASES = (
    Case(row=3, name="aliases", data=bomb, readable=OPEN, valid=OPEN, codes=("alias-budget",)),
    Case(
        row=4,
        name="alias in itself",
        data=below("x-a: &a {b: *a}\n"),
        readable=FAILED,
        valid=OPEN,
        codes=("yaml-cycle",),
    ),
    Case(
        row=7,
        name="words",
        data=below("components: {schemas: {NO: {enum: [NO, 12:30, 1.10]}}}\n"),
        codes=("yaml-1-1", "key-not-quoted"),
    ),
    Case(
        row=8,
        name="50 MB",
        data=lambda: HEAD.encode() + b"# " + b"x" * 50_000_000,
        readable=OPEN,
        valid=OPEN,
        codes=("file-too-large",),
    ),
    Case(
        row=24,
        name="html",
        data=lambda: b"<!doctype html><title>404</title>",
        readable=FAILED,
        valid=OPEN,
        codes=("not-an-object",),
    ),
    Case(
        row=24,
        name="binary",
        data=lambda: bytes(range(256)) * 50,
        readable=FAILED,
        valid=OPEN,
        codes=("not-utf-8",),
    ),
    Case(
        row=41,
        name="deep yaml",
        data=lambda: HEAD.encode() + b"x-a: " + b"[" * 200_000,
        readable=OPEN,
        valid=OPEN,
        codes=("too-deep",),
    ),
    Case(
        row=41,
        name="deep json",
        data=lambda: b'{"openapi": "3.1.1", "x-a": ' + b"[" * 200_000,
        file="a.json",
        readable=OPEN,
        valid=OPEN,
        codes=("too-deep",),
    ),
    Case(
        row=41,
        name="nan",
        data=lambda: b'{"openapi": "3.1.1", "x-a": NaN}',
        file="a.json",
        readable=FAILED,
        valid=OPEN,
        codes=("json-number",),
    ),
    Case(
        row=41,
        name="digits",
        data=lambda: b'{"openapi": "3.1.1", "x-a": ' + b"9" * 5000 + b"}",
        file="a.json",
        readable=FAILED,
        valid=OPEN,
        codes=("json-number",),
    ),
    Case(
        row=41, name="digits yaml", data=below(f"paths: {{}}\nx-a: {'9' * 6000}\n"), codes=("no-json-number",)
    ),
    Case(
        row=42, name="http", data=referring("http://127.0.0.1:9/a"), valid=OPEN, codes=("ref-not-followed",)
    ),
    Case(
        row=42,
        name="data",
        data=referring("http://169.254.169.254/"),
        valid=OPEN,
        codes=("ref-not-followed",),
    ),
    Case(row=42, name="file", data=referring("file:///etc/passwd"), valid=OPEN, codes=("location-outside",)),
    Case(row=42, name="out", data=referring("../../etc/passwd"), valid=OPEN, codes=("location-outside",)),
    Case(row=42, name="root", data=referring("/etc/passwd"), valid=OPEN, codes=("location-outside",)),
    Case(row=42, name="device", data=referring("/dev/zero"), valid=OPEN, codes=("location-outside",)),
    Case(row=42, name="self", data=referring("#"), codes=("ref-other-kind",)),
    Case(row=42, name="loop", data=referring("#/components/schemas/A"), codes=("ref-cycle",)),
    Case(row=42, name="itself", data=referring("a.yaml#/components/schemas/A"), codes=("ref-cycle",)),
    Case(row=43, name="2^24", data=lambda: doubling(24)),
    Case(row=43, name="2^2000", data=lambda: doubling(2000)),
    Case(row=43, name="nested", data=lambda: nested(1000), readable=OPEN, valid=OPEN, codes=("too-deep",)),
    Case(row=43, name="items", data=lambda: schemas(A={"uniqueItems": True, "enum": list(range(100_000))})),
    Case(
        row=43,
        name="pattern",
        data=lambda: schemas(A={"pattern": "(a+)+$", "example": "a" * 40 + "!"}),
        codes=("pattern",),
    ),
    Case(row=43, name="2^24 values", data=lambda: doubling(24, {"a": 1}), codes=("too-many-looks",)),
    Case(row=43, name="2^12 values", data=lambda: doubling(12, {"a": 1})),
    Case(row=43, name="findings", data=lambda: many(20_000), codes=("misspelt-field", "ref-unresolved")),
    Case(
        row=44,
        name="2.0",
        data=lambda: b'swagger: "2.0"\ninfo: {title: A, version: "1"}\npaths: {}\n',
        codes=("version-old",),
    ),
    Case(row=44, name="3.2", data=below("paths: {}\n", "3.2.0")),
    Case(row=44, name="4.0", data=below("", "4.0.0"), valid=OPEN, codes=("version-unknown",)),
    Case(row=44, name="broken", data=below("paths: ["), readable=FAILED, valid=OPEN, codes=("yaml-syntax",)),
    Case(row=44, name="nothing", data=below(""), valid=FAILED, codes=("missing-one-of",)),
    Case(row=45, name="servers", data=below('servers: [{url: "http://10.0.0.5/"}]\npaths: {}\n')),
    Case(
        row=46,
        name="writes",
        data=below(
            'servers: [{url: "http://127.0.0.1:9/"}]\n'
            "paths: {/a: {delete: {responses: {default: {description: a}}}}}\n"
        ),
    ),
)


def judged(folder: Path, case: Case) -> Report:
    (folder / case.file).write_bytes(case.data())
    one = Artefact(section="apis", id="a", location=case.file, about={}, at=Place(source=case.file))
    return api.report(
        None, [one], Source(root=folder), [api.load_profile("rest")], as_of=AS_OF, language="en"
    )


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.row} {case.name}")
def test_a_description_ends_as_expected(case: Case, tmp_path: Path) -> None:
    report = judged(tmp_path, case)
    outcomes = {result.criterion.id: result.outcome.value for result in report.results}
    assert (outcomes["REST-01"], outcomes["REST-05"]) == (case.readable, case.valid)
    of_itself = {code for rule, code in finding_codes(report) if rule.startswith("openapi/")}
    assert of_itself == set(case.codes), "what guidelines ask is no matter of bad input"
    assert "error" not in outcomes.values()
    for language in ("en", "nl"):
        page = formats()["text"].render(
            written(report), View(texts=Texts(language, texts_of(report.profiles)))
        )
        assert "root:" not in page


def test_every_row_about_apis_is_held() -> None:
    assert {case.row for case in CASES} >= set(range(42, 47))


def test_with_sockets_blocked_every_description_comes_to_its_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a name was looked up or a connection made")

    for name in ("create_connection", "getaddrinfo", "gethostbyname"):
        monkeypatch.setattr(socket, name, refuse)
    asking = [case for case in CASES if b"://" in case.data()[:5000]]
    assert len(asking) >= 5
    for case in asking:
        assert judged(tmp_path, case).results


def test_nobody_is_asked_for_what_a_description_refers_to(witness: Server, tmp_path: Path) -> None:
    case = Case(row=42, name="witness", data=lambda: schemas(A={"$ref": witness.url("/a.yaml")}))
    assert ("openapi/references", "ref-not-followed") in finding_codes(judged(tmp_path, case))


def test_of_very_many_findings_the_first_are_kept_and_all_are_counted(tmp_path: Path) -> None:
    report = judged(tmp_path, Case(row=43, name="", data=lambda: many(20_000)))
    assert len(report.findings) == 200
    assert dict(report.omitted) == {"openapi/keywords": 19_900, "openapi/references": 19_900}
    assert report.tallies["openapi/keywords"].failed == 20_000


def test_a_text_of_a_description_steers_nothing_in_a_report(tmp_path: Path) -> None:
    nasty = "x\n::error::\x1b[31m<script>\u202e"
    unknown = json.dumps({"openapi": nasty, nasty: 1}).encode()
    report = judged(tmp_path, Case(row=50, name="", data=lambda: unknown, file="a.json"))
    wrong = schemas(A={nasty: 1, "type": nasty, "$ref": f"#/{nasty}"})
    other = judged(tmp_path, Case(row=50, name="", data=lambda: wrong))
    assert {code for _, code in finding_codes(other)} == {"unknown-value", "ref-unresolved"}
    for one in (report, other):
        view = View(texts=Texts("en", texts_of(one.profiles)))
        text, page = (
            formats()["text"].render(written(one), view),
            formats()["html"].render(written(one), view),
        )
        assert [sign for sign in "\x1b\u202e\r" if sign in text + page] == []
        assert [line for line in text.splitlines() if line.lstrip().startswith("::")] == []
        assert "<script>" not in page

"""The limits under `asking` of network.yaml: hit by a small value, told by name and number, recorded."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

import test_cases as cases
from hostile.servers import Authority
from hostile.street import Street, city
from interop_check import schemas
from interop_check.cli import _session, main
from interop_check.gather.limits import Asking
from interop_check.origin import Fetched

SERVICE = cases.document(cases.FOLDER / "service.yaml")
MANIFEST = """id: vragen
name: Vragen
version: "1"
provider: {name: Voorbeeldleverancier, kbo: "1999.999.844"}
contact: {email: info@voorbeeldleverancier.example}
"""
HOST = "https://data.parkeerdata-proef.be/id/zaal"
REGISTER = "http://data.lblod.info/id/mandatarissen"


@dataclass(frozen=True, kw_only=True)
class Case:
    """What asks for more than a limit allows once that is `most`, and for less than it does by itself."""

    most: int
    section: str
    file: str
    text: str
    more: str = ""


def api(most: int) -> Case:
    live = 'base_url: "https://api.example/v1"'
    return Case(most=most, section="apis", file="api.yaml", text=SERVICE["files"]["api.yaml"], more=live)


CASES = {
    "identifiers_looked_up": Case(
        most=1,
        section="datasets",
        file="a.ttl",
        text="".join(f"<{HOST}/{name}> a <http://e/C> .\n" for name in "abc"),
    ),
    "references_followed": Case(
        most=1,
        section="publications",
        file="a.html",
        text='<body prefix="besluit: http://data.vlaanderen.be/ns/besluit#" about="http://e/s">'
        + "".join(
            f'<a property="besluit:heeftAanwezige" href="{REGISTER}/{sign * 24}"></a>' for sign in "abc"
        ),
    ),
    "service_requests": api(3),
    "service_operations": api(1),
    "service_bytes": api(10),
    "service_answer_bytes": api(20),
}


def fetch(address: str, _most: int, _accept: str = "", /) -> Fetched:
    """Answer for the servers of data and registers: with a description of whatever is asked for."""
    return Fetched(f"<{address}> a <http://e/C> .".encode(), "text/turtle")


def test_every_limit_of_asking_has_a_case_and_can_be_set() -> None:
    names = {one.name for one in fields(Asking)}
    assert CASES.keys() == names
    assert schemas.schema("network")["properties"]["asking"]["properties"].keys() == names
    recorded = schemas.schema("recording")["properties"]["run"]["properties"]["asking"]
    assert recorded["properties"].keys() == names


@pytest.fixture
def town(authority: Authority, monkeypatch: pytest.MonkeyPatch) -> Iterator[Street]:
    with city(authority, monkeypatch) as made:
        made.ready(SERVICE["answers"])
        monkeypatch.setattr(_session, "fetch_of", lambda *_: fetch)
        yield made


@pytest.fixture
def limited(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> Case:
    """Lay out the solution of a case and two files of --network, and go there."""
    monkeypatch.chdir(tmp_path)
    case = CASES[name]
    artefact = f"{{id: een, location: {case.file}{', ' if case.more else ''}{case.more}}}"
    texts = {
        case.file: case.text,
        "solution.yaml": f"{MANIFEST}{case.section}: [{artefact}]\n",
        "wide.yaml": "gateway: {host_interval_seconds: 0}\n",
        "narrow.yaml": f"gateway: {{host_interval_seconds: 0}}\nasking: {{{name}: {case.most}}}\n",
    }
    for file, text in texts.items():
        (tmp_path / file).write_text(text, encoding="utf-8")
    return case


def assessed(authority: Authority, case: Case, network: str, *more: str) -> str:
    """Return the report as JSON; the one as text is the file report.txt."""
    live = ("--live",) if case.more else ()
    reach = ("--ca-file", str(authority.file), "--network", network, "--standards", ".")
    return _made("assess", "solution.yaml", *live, *reach, *more)


def _made(*words: str) -> str:
    made = CliRunner().invoke(main, [*words, "-q", "-f", "json=-", "-f", "text=report.txt"])
    assert made.exception is None or isinstance(made.exception, SystemExit)
    assert made.stdout, made.stderr
    return made.stdout


@pytest.mark.parametrize("name", CASES)
def test_a_limit_that_is_hit_is_told_by_its_name_and_number(
    name: str, limited: Case, authority: Authority, town: Street
) -> None:
    assert f"asking.{name}" not in assessed(authority, limited, "wide.yaml")
    for language in ("nl", "en"):
        town.ready(SERVICE["answers"])
        told = _told(json.loads(assessed(authority, limited, "narrow.yaml", "--lang", language)), name)
        assert told
        for one in told:
            assert f"asking.{name}" in one
            assert str(limited.most) in one
        assert f"asking.{name}" in Path("report.txt").read_text(encoding="utf-8")


def _told(report: Mapping[str, Any], name: str) -> list[str]:
    """Return the sentence of every finding and of every problem of evidence that is about a limit."""
    problems = [one["problem"] for one in report["evidence"] if one.get("problem")]
    args = [(one, one.get("args", {})) for one in (*report["findings"], *problems)]
    return [
        one["message"]
        for one, values in args
        if values.get("name") == name or values.get("limit") == f"asking.{name}"
    ]


@pytest.mark.parametrize("name", CASES)
def test_a_recording_keeps_the_limits_that_it_was_made_within(
    name: str, limited: Case, authority: Authority, town: Street
) -> None:
    made = assessed(authority, limited, "narrow.yaml", "--record", "opname")
    text = Path("report.txt").read_bytes()
    index = json.loads(Path("opname/index.json").read_bytes())
    assert index["run"]["asking"][name] == limited.most
    before = len(town.asked)
    assert _made("assess", "--replay", "opname") == made
    assert Path("report.txt").read_bytes() == text
    assert len(town.asked) == before


@pytest.mark.parametrize("name", ["service_operations"])
def test_a_limit_may_be_raised(name: str, limited: Case, authority: Authority, town: Street) -> None:
    paths = "".join(
        f"  /p{number}: {{get: {{responses: {{'200': {{description: ok}}}}}}}}\n" for number in range(160)
    )
    head = "openapi: 3.1.1\ninfo: {title: A, version: '1'}\npaths:\n"
    Path(limited.file).write_text(head + paths, encoding="utf-8")
    Path("raised.yaml").write_text(
        f"gateway: {{host_interval_seconds: 0}}\nasking: {{{name}: 155}}\n", encoding="utf-8"
    )
    asked = {}
    for network in ("wide.yaml", "raised.yaml"):
        town.ready({})
        assessed(authority, limited, network)
        asked[network] = len({one.target for one in town.asked if one.target.startswith("/v1/p")})
    assert asked == {"wide.yaml": 150, "raised.yaml": 155}

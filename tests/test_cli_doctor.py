"""`interop-check doctor`, offline and online; what stands for the network is made here."""

import os
import platform
import shutil
import socket
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from importlib import metadata
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from interop_check import api, schemas, shacl
from interop_check.cli import doctor, main
from interop_check.cli._language import texts
from interop_check.cli._network import Network
from interop_check.gather.gateway import GatewayError
from interop_check.gather.gateway import Limits as NetworkLimits
from interop_check.gather.limits import Asking, Reading
from interop_check.gather.sandbox.limits import Limits as ParserLimits
from interop_check.locales import sentences
from interop_check.openapi.values.limits import Limits as ValueLimits
from interop_check.origin import Fetch, Fetched, OriginError
from interop_check.standards.pins import Pin
from interop_check.version import VERSION
from making import Standard, library
from running import environment, run

LANGUAGES = ("nl", "en")
TITLES = {
    "nl": [
        "Versies",
        "Officiële standaarden",
        "Netwerk",
        "Grenzen: gateway (“network.yaml”)",
        "Grenzen: parser (“network.yaml”)",
        "Grenzen: lezen (“network.yaml”)",
        "Grenzen: vragen (“network.yaml”)",
        "Grenzen: beoordelen (profiel)",
        "Grenzen: vast (manifest)",
        "Grenzen: vast (opname)",
        "Grenzen: vast (nesting)",
        "Grenzen: vast (vergelijking)",
        "Grenzen: vast (opsomming)",
    ],
    "en": [
        "Versions",
        "Official standards",
        "Network",
        "Limits: gateway (“network.yaml”)",
        "Limits: parser (“network.yaml”)",
        "Limits: reading (“network.yaml”)",
        "Limits: asking (“network.yaml”)",
        "Limits: judging (profile)",
        "Limits: fixed (manifest)",
        "Limits: fixed (recording)",
        "Limits: fixed (nesting)",
        "Limits: fixed (comparison)",
        "Limits: fixed (listing)",
    ],
}
COUNTS = {
    "nl": ("aanwezig en juist", "ontbreekt", "gewijzigd"),
    "en": ("present and right", "missing", "changed"),
}
PUBLISHER = "https://data.vlaanderen.be/"
USER, SECRET = "gebruiker-7", "geheim-7"

Rows = dict[str, str]


def read(out: str) -> dict[str, Rows]:
    """The sections by title, each with its values by name; every name stands in its section once."""
    found: dict[str, Rows] = {}
    for block in out.strip().split("\n\n"):
        title, *lines = block.splitlines()
        rows = found[title] = Rows()
        name = ""
        for line in lines:
            if line.startswith("    "):
                rows[name] = f"{rows[name]} {line.strip()}".strip()
            else:
                name, _, value = line.strip().partition("  ")
                assert name not in rows
                rows[name] = value.strip()
    return found


def section(made: Result, code: str) -> Rows:
    assert (made.exit_code, made.stderr) == (0, "")
    return read(made.stdout)[texts()(code)]


@dataclass
class Publisher:
    """The network as doctor asks for it: gives `error` or some bytes, and remembers what was asked."""

    error: OriginError | None = None
    asked: list[tuple[tuple[str, ...], str]] = field(default_factory=list)

    def fetch_of(self, _own: Network, allow: tuple[str, ...], _ca_file: Path | None) -> Fetch:
        def fetch(address: str, max_bytes: int, _accept: str = "", /) -> Fetched:
            assert 0 < max_bytes <= NetworkLimits().body_bytes
            self.asked.append((allow, address))
            if self.error:
                raise self.error
            return Fetched(b"<!doctype html>")

        return fetch


@pytest.fixture
def publisher(monkeypatch: pytest.MonkeyPatch) -> Publisher:
    made = Publisher()
    monkeypatch.setattr(doctor, "fetch_of", made.fetch_of)
    return made


@pytest.fixture
def inside(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[..., Result]:
    """Return a function that runs doctor in this process, on made standards, and opens no socket."""
    states = ("present",) * 3 + ("absent",) * 2 + ("changed",)
    standards = [
        Standard(id=f"s{number}", version="2026-01-01", shapes=f"# {number}\n", state=state)
        for number, state in enumerate(states)
    ]
    known = library(tmp_path / "mirror", standards)

    def refused(*_: object, **__: object) -> None:
        raise AssertionError("a socket was opened")

    def invoked(*arguments: str, **variables: str) -> Result:
        return CliRunner().invoke(main, ["doctor", *arguments], env=variables)

    for name in list(os.environ):
        if name.lower().endswith("_proxy") or name in ("INTEROP_CHECK_STANDARDS", "SSL_CERT_FILE"):
            monkeypatch.delenv(name)
    monkeypatch.setenv("XDG_CACHE_HOME", "cache")
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.setattr(api, "library", lambda _: known)
    monkeypatch.setattr(socket, "socket", refused)
    monkeypatch.setattr(socket, "getaddrinfo", refused)
    monkeypatch.chdir(tmp_path)
    return invoked


# ---------------------------------------------------------------- versions and limits


def test_the_versions_are_those_that_are_installed(inside: Callable[..., Result]) -> None:
    rows = section(inside("--offline"), "doctor-versions")
    assert rows.pop("interop-check") == VERSION
    assert rows.pop("Python").startswith(f"{platform.python_version()} (")
    assert rows == {name: metadata.version(name) for name in rows}
    assert {"pyoxigraph", "pyshacl", "rdflib"} <= rows.keys()


def test_every_limit_is_told_with_its_unit_and_who_sets_it(inside: Callable[..., Result]) -> None:
    made = inside("--offline")
    of = {
        "gateway": NetworkLimits,
        "parser": ParserLimits,
        "reading": Reading,
        "asking": Asking,
    }
    judged = (shacl.Limits, ValueLimits)
    rows = {part: section(made, f"doctor-limits-{part}") for part in (*of, "judging")}
    assert [*rows["judging"]] == [one.name for limits in judged for one in fields(limits)]
    for part, limits in of.items():
        assert [*rows[part]] == [one.name for one in fields(limits)]
    exchange, parsing, fixed = rows["gateway"], rows["parser"], section(made, "doctor-limits-fixed-own")
    assert exchange["body_bytes"] == f"{NetworkLimits().body_bytes} B"
    assert parsing["memory_mb_at_most"] == f"{ParserLimits().memory_mb_at_most:.0f} MB"
    assert (parsing["seconds"], parsing["cpu_seconds_per_mb"]) == ("120 s", "2 s")
    assert (fixed["manifest_bytes"], fixed["manifest_depth"]) == ("1048576 B", "64")
    assert (rows["reading"]["api_files"], rows["reading"]["context_bytes"]) == ("500", "8388608 B")
    assert rows["asking"]["service_requests"] == "200"
    assert rows["asking"]["service_answer_bytes"] == "2097152 B"
    assert rows["judging"]["value_looks"] == str(ValueLimits().value_looks)
    assert rows["judging"]["pattern_steps"] == str(shacl.Limits().pattern_steps)


@pytest.mark.parametrize("part", ["own", "recording", "nesting", "sample", "listed"])
def test_what_nobody_sets_is_told_with_the_reason(part: str, inside: Callable[..., Result]) -> None:
    rows = section(inside("--offline"), f"doctor-limits-fixed-{part}")
    assert rows.pop(texts()("doctor-why")) == texts()(f"doctor-why-{part}")
    settable = {
        name
        for part in schemas.schema("network")["properties"].values()
        for name in part.get("properties", ())
    }
    assert rows
    assert not rows.keys() & settable


def test_every_limit_of_network_yaml_is_one_that_is_told(inside: Callable[..., Result]) -> None:
    parts = schemas.schema("network")["properties"]
    made = inside("--offline")
    for part in ("gateway", "parser", "reading", "asking"):
        assert parts[part]["properties"].keys() <= section(made, f"doctor-limits-{part}").keys()


def test_the_limits_are_those_of_the_file_with_ones_own(
    inside: Callable[..., Result], tmp_path: Path
) -> None:
    own = tmp_path / "network.yaml"
    own.write_text(
        "gateway: {hops: 2}\nparser: {cpu_seconds: 7}\nreading: {api_files: 3}\n"
        "asking: {service_bytes: 9}\ncache: bewaard\n"
    )
    made = inside("--offline", "--network", "network.yaml")
    assert section(made, "doctor-limits-gateway")["hops"] == "2"
    assert section(made, "doctor-limits-parser")["cpu_seconds"] == "7 s"
    assert section(made, "doctor-limits-reading")["api_files"] == "3"
    assert section(made, "doctor-network")[texts()("doctor-cache")] == "bewaard"
    assert section(made, "doctor-limits-asking")["service_bytes"] == "9 B"
    own.write_text("gateway: {hop: 2}\n")
    wrong = inside("--offline", "--network", "network.yaml")
    assert (wrong.exit_code, wrong.stdout) == (2, "")
    assert "network.yaml:1:11:" in wrong.stderr


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_cache_that_nothing_can_be_kept_in_is_told(language: str, tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("")
    (tmp_path / "network.yaml").write_text("cache: taken/cache\n")
    made = run("doctor", "--offline", "--network", "network.yaml", cwd=tmp_path, language=language)
    words = {"nl": "daar kan niets bewaard worden", "en": "nothing can be kept there"}
    assert made.code == 0
    assert words[language] in " ".join(made.out.split())


def test_a_cache_is_not_changed_by_looking_at_it(inside: Callable[..., Result], tmp_path: Path) -> None:
    (tmp_path / "network.yaml").write_text("cache: bewaard\n")
    inside("--offline", "--network", "network.yaml")
    assert [*tmp_path.glob("bewaard/*")] == []


# ---------------------------------------------------------------- standards


def test_standards_are_counted_as_present_missing_and_changed(inside: Callable[..., Result]) -> None:
    rows = section(inside("--offline", "--standards", "mirror"), "doctor-standards")
    assert list(rows.values()) == ["mirror", "3", "2", "1"]
    names = ("doctor-place", "doctor-present", "doctor-absent", "doctor-changed")
    assert list(rows) == [texts()(name) for name in names]


def laid(pins: list[Pin], origin: Path, mirror: Path) -> None:
    """Lay out two pins as they are, one with another byte, one too short: the rest is missing."""
    for pin in pins[:4]:
        (mirror / pin.path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(origin / pin.path, mirror / pin.path)
    data = (mirror / pins[2].path).read_bytes()
    (mirror / pins[2].path).write_bytes(data[:-1] + bytes([data[-1] ^ 1]))
    (mirror / pins[3].path).write_bytes(b"")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_mirror_of_a_few_of_the_pinned_standards_in_both_languages(
    language: str, shared: Path, tmp_path: Path
) -> None:
    pins = list(api.library(tmp_path).catalogue.pins())
    laid(pins, shared / "standards", tmp_path / "mirror")
    made = run("doctor", "--offline", "--standards", "mirror", cwd=tmp_path, language=language)
    assert (made.code, made.err) == (0, "")
    told = read(made.out)
    assert list(told) == TITLES[language]
    rows = told[TITLES[language][1]]
    assert [rows[name] for name in COUNTS[language]] == ["2", str(len(pins) - 4), "2"]
    assert len(pins) > 100


@pytest.mark.parametrize(
    ("variables", "place"),
    [
        ({}, "cache/interop-check/standards"),
        ({"INTEROP_CHECK_STANDARDS": "elders"}, "elders"),
    ],
)
def test_without_the_option_the_place_is_that_of_the_variable_or_the_cache(
    inside: Callable[..., Result], variables: Mapping[str, str], place: str
) -> None:
    rows = section(inside("--offline", **variables), "doctor-standards")
    assert list(rows.values()) == [place, "0", "6", "0"]


def test_a_folder_that_a_terminal_would_obey_is_shown_instead(inside: Callable[..., Result]) -> None:
    made = inside("--offline", "--standards", "a\x1b[31m\u202e")
    assert section(made, "doctor-standards")[texts()("doctor-place")] == "a\\u001b[31m\\u202e"


# ---------------------------------------------------------------- network


def test_offline_the_network_is_not_even_made(
    inside: Callable[..., Result], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_: object, **__: object) -> Fetch:
        raise AssertionError("the network was made")

    monkeypatch.setattr(doctor, "fetch_of", refused)
    assert section(inside("--offline"), "doctor-network")[PUBLISHER] == texts()("doctor-not-asked")


def test_online_the_publisher_is_asked_once(inside: Callable[..., Result], publisher: Publisher) -> None:
    assert section(inside(), "doctor-network")[PUBLISHER] == texts()("doctor-reachable")
    assert publisher.asked == [((), PUBLISHER)]


def test_networks_that_may_be_reached_are_handed_on(
    inside: Callable[..., Result], publisher: Publisher
) -> None:
    section(inside("--allow-private", "10.0.0.0/8", "--allow-private", "::1/128"), "doctor-network")
    assert [allow for allow, _ in publisher.asked] == [("10.0.0.0/8", "::1/128")]
    refused = inside("--allow-private", "10.0.0.0/99")
    assert (refused.exit_code, refused.stdout) == (2, "")
    assert len(publisher.asked) == 1


@pytest.mark.parametrize(
    "error",
    [
        GatewayError("gateway-name", host="data.vlaanderen.be"),
        GatewayError("gateway-failed", host="data.vlaanderen.be", reason="ConnectionRefusedError"),
        GatewayError("gateway-private", host="data.vlaanderen.be", address="10.0.0.1"),
        GatewayError("gateway-status", url=PUBLISHER, status="503"),
        GatewayError("gateway-proxy", status="407"),
        NetworkLimits().hit("total_seconds"),
        OriginError("network-off"),
        GatewayError("gateway-proxy", reason="ValueError"),
        NetworkLimits().hit("header_bytes"),
        GatewayError("gateway-certificate", host="data.vlaanderen.be", fault="expired"),
        GatewayError("gateway-tls", host="data.vlaanderen.be", reason="SSLError"),
    ],
    ids=str,
)
def test_what_cannot_be_reached_is_told_with_its_reason_and_is_no_failure(
    inside: Callable[..., Result], publisher: Publisher, error: OriginError
) -> None:
    publisher.error = error
    values = error.args_ if isinstance(error, GatewayError) else {}
    reason = texts()(f"problem-{error.code}", **values)
    assert f"problem-{error.code}" in texts()
    told = section(inside(), "doctor-network")[PUBLISHER]
    assert told == texts()("doctor-unreachable", reason=reason)
    assert not set("{}[]") & set(told)


UNREACHABLE = """
from interop_check.cli import doctor, main
from interop_check.gather.gateway import GatewayError

def fetch_of(own, allow, ca_file):
    def fetch(address, max_bytes):
        raise GatewayError("gateway-status", url=address, status="503")
    return fetch

doctor.fetch_of = fetch_of
main(prog_name="interop-check")
"""


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("nl", "niet bereikbaar: de server gaf een fout (503)"),
        ("en", "not reachable: the server answered with an error (503)"),
    ],
)
def test_online_in_both_languages(language: str, told: str, tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", UNREACHABLE, "doctor"],
        cwd=tmp_path,
        env=environment(language, COLUMNS="100"),
        capture_output=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, b"")
    assert read(done.stdout.decode())[TITLES[language][2]][PUBLISHER] == told


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_said_in_codes_or_left_unfilled(language: str, tmp_path: Path) -> None:
    made = run("doctor", "--offline", cwd=tmp_path, language=language, https_proxy="http://proxy.example/")
    assert (made.code, made.err) == (0, "")
    assert not [code for code in sentences(language) if code.startswith("doctor-") and code in made.out]
    assert not set("{}") & set(made.out)


# ---------------------------------------------------------------- proxies and certificates


@pytest.mark.parametrize("variable", ["https_proxy", "HTTPS_PROXY"])
@pytest.mark.parametrize(
    ("address", "shown"),
    [
        (f"http://{USER}:{SECRET}@proxy.example:8080", "http://…@proxy.example:8080"),
        (f"http://{USER}:{SECRET}@{SECRET}@proxy.example:8080", "http://…@proxy.example:8080"),
        (f"http://{USER}:{SECRET}/{SECRET}@proxy.example/", "http://…@proxy.example/"),
        (f"http://{SECRET}@proxy.example", "http://…@proxy.example"),
        (f"{USER}:{SECRET}@proxy.example:8080", "…@proxy.example:8080"),
        ("http://proxy.example:8080", "http://proxy.example:8080"),
    ],
)
def test_a_proxy_is_told_without_user_and_password(
    inside: Callable[..., Result], publisher: Publisher, variable: str, address: str, shown: str
) -> None:
    publisher.error = GatewayError("gateway-proxy", status="407")
    made = inside(**{variable: address})
    assert section(made, "doctor-network")[texts()("doctor-proxy", scheme="https")] == shown
    assert not [one for one in (USER, SECRET) if one in made.output]


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_password_is_told_by_the_program_itself(language: str, tmp_path: Path) -> None:
    address = f"http://{USER}:{SECRET}@proxy.example:8080"
    proxies = {"http_proxy": address, "HTTPS_PROXY": address, "ALL_PROXY": address}
    made = run("doctor", "--offline", cwd=tmp_path, language=language, **proxies)
    assert (made.code, made.err) == (0, "")
    assert made.out.count("http://…@proxy.example:8080") == 3
    assert not [one for one in (USER, SECRET) if one in made.out]


def test_without_a_proxy_none_is_told(inside: Callable[..., Result]) -> None:
    assert "proxy" not in inside("--offline").stdout


def test_the_authorities_are_those_of_the_variable_if_it_names_any(inside: Callable[..., Result]) -> None:
    Path("ca.pem").write_bytes(b"")
    rows = section(inside("--offline", SSL_CERT_FILE="ca.pem"), "doctor-network")
    assert (rows["SSL_CERT_FILE"], rows[texts()("doctor-authorities")]) == ("ca.pem", "ca.pem")
    missing = section(inside("--offline", SSL_CERT_FILE="weg.pem"), "doctor-network")
    assert missing["SSL_CERT_FILE"] == "weg.pem"
    assert missing[texts()("doctor-authorities")] not in ("", "weg.pem")
    assert "SSL_CERT_FILE" not in section(inside("--offline"), "doctor-network")


# ---------------------------------------------------------------- narrow terminals


@pytest.mark.parametrize("language", LANGUAGES)
def test_on_a_narrow_terminal_nothing_is_wider_and_nothing_is_lost(language: str, tmp_path: Path) -> None:
    place = "een/map/met/een/lange/naam/voor/de/standaarden"
    proxy = f"http://{USER}:{SECRET}@een-proxy-met-een-lange-naam.voorbeeld.example:8080/"
    narrow, wide = (
        run(
            *("doctor", "--offline", "--standards", place),
            cwd=tmp_path,
            language=language,
            COLUMNS=columns,
            https_proxy=proxy,
        )
        for columns in ("40", "100")
    )
    assert (narrow.code, narrow.err, wide.code) == (0, "", 0)
    assert max(map(len, narrow.out.splitlines())) <= 40 < max(map(len, wide.out.splitlines()))
    assert "".join(narrow.out.split()) == "".join(wide.out.split())
    assert list(read(narrow.out)) == TITLES[language]
    assert read(wide.out)[TITLES[language][1]].popitem() == (COUNTS[language][2], "0")
    assert place in wide.out


def test_a_mirror_on_the_network_is_named_and_not_counted(inside: Callable[..., Result]) -> None:
    told = section(inside("--standards", "https://spiegel.example/oslo", "--offline"), "doctor-standards")
    assert told == {texts()("doctor-mirror"): "https://spiegel.example/oslo"}

"""network.yaml: whoever runs the tool sets its limits, and says which server may see what."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from hostile.servers import Authority, Server, answer, running
from interop_check.cli import doctor, main, standards
from interop_check.cli._language import texts
from interop_check.standards.pins import Pin

TURTLE = b"<urn:a> a <urn:B> ."
SHOWN = "Bearer zeer-geheim-woord"


def check(address: str, own: Path, *more: object) -> Result:
    words = [
        "check",
        "data",
        address,
        "--allow-private",
        "127.0.0.0/8",
        "--network",
        own,
        "-f",
        "json=-",
        *more,
    ]
    return CliRunner().invoke(main, [str(word) for word in (*words, *more)])


def own_network(folder: Path, text: str) -> Path:
    path = folder / "network.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_limit_of_ones_own_is_kept_and_told_by_name_in_the_report(server: Server, tmp_path: Path) -> None:
    server.answers["/a.ttl"] = answer(TURTLE)
    result = check(server.url("/a.ttl"), own_network(tmp_path, "gateway: {body_bytes: 10}"))
    problem = json.loads(result.stdout)["evidence"][0]["problem"]
    assert problem["code"] == "gateway-too-large"
    assert (problem["args"]["limit"], problem["args"]["value"]) == ("body_bytes", "10 B")
    assert result.exit_code != 0


def test_without_it_the_same_address_is_read(server: Server, tmp_path: Path) -> None:
    server.answers["/a.ttl"] = answer(TURTLE)
    evidence = json.loads(check(server.url("/a.ttl"), own_network(tmp_path, "gateway: {}")).stdout)[
        "evidence"
    ]
    assert (evidence[0]["bytes"], evidence[0]["problem"]) == (len(TURTLE), None)


def test_a_credential_goes_to_its_server_alone_and_into_no_report_or_recording(
    authority: Authority, server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GEHEIM", SHOWN)
    with running(authority.server("127.0.0.1")) as mine:
        mine.answers["/a.ttl"] = answer(TURTLE)
        server.answers["/b.ttl"] = answer(TURTLE)
        own = own_network(tmp_path, f'credentials: [{{origin: "{mine.url("")}", from_env: GEHEIM}}]')
        result = check(
            mine.url("/a.ttl"),
            own,
            server.url("/b.ttl"),
            "--ca-file",
            authority.file,
            "--record",
            tmp_path / "r",
        )
    assert [asked.headers.get("authorization") for asked in mine.asked] == [SHOWN]
    assert {a.headers.get("authorization") for a in server.asked} == {None}
    kept = "".join(path.read_text(errors="replace") for path in (tmp_path / "r").rglob("*") if path.is_file())
    assert "zeer-geheim-woord" not in result.output + kept


def test_a_client_certificate_is_shown_to_the_server_that_wants_it(
    authority: Authority, tmp_path: Path
) -> None:
    with running(authority.asking_server("127.0.0.1")) as asking:
        asking.answers["/a.ttl"] = answer(TURTLE)
        client = authority.issue("client.example")
        own = own_network(tmp_path, f'credentials: [{{origin: "{asking.url("")}", certificate: "{client}"}}]')
        shown = check(asking.url("/a.ttl"), own, "--ca-file", authority.file)
        bare = check(asking.url("/a.ttl"), own_network(tmp_path, "gateway: {}"), "--ca-file", authority.file)
    assert json.loads(shown.stdout)["evidence"][0]["problem"] is None
    assert json.loads(bare.stdout)["evidence"][0]["problem"]["code"].startswith("gateway-")


def test_a_cache_asks_again_only_whether_something_changed(server: Server, tmp_path: Path) -> None:
    server.answers["/a.ttl"] = answer(TURTLE, 200, 'ETag: "1"')
    own = own_network(tmp_path, "cache: bewaard")
    first = check(server.url("/a.ttl"), own)
    server.answers["/a.ttl"] = answer(b"", 304, 'ETag: "1"')
    second = check(server.url("/a.ttl"), own)
    assert server.asked[-1].headers["if-none-match"] == '"1"'
    assert json.loads(second.stdout)["evidence"] == json.loads(first.stdout)["evidence"]
    assert (tmp_path / "bewaard").is_dir()


@pytest.mark.parametrize(
    "text",
    [
        "gateway: {body_byte: 10}",
        "gateway: {body_bytes: veel}",
        'credentials: [{origin: "http://a.example", from_env: HOME}]',
        'credentials: [{origin: "https://a.example"}]',
        'credentials: [{origin: "https://a.example", from_env: NIET_INGEVULD_XYZ}]',
        "- a",
        "a: [",
    ],
)
def test_what_is_wrong_in_it_is_wrong_use(text: str, tmp_path: Path) -> None:
    result = check("http://127.0.0.1:9/", own_network(tmp_path, text))
    assert (result.exit_code, result.stdout) == (2, "")
    assert "network.yaml:" in result.stderr


def test_a_file_that_is_not_there_is_wrong_use(tmp_path: Path) -> None:
    assert check("http://127.0.0.1:9/", tmp_path / "weg.yaml").exit_code == 2


# ---------------------------------------------------------------- other commands than assess and check


def test_sync_trusts_and_tells_whom_it_is_told_to(
    authority: Authority, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GEHEIM", SHOWN)
    (pin, *_) = standards.pinned_catalogue().pins()
    with running(authority.server("127.0.0.1")) as mirror:
        own = own_network(tmp_path, f'credentials: [{{origin: "{mirror.url("")}", from_env: GEHEIM}}]')
        words = ["standards", "sync", "--from", mirror.url("/"), "--to", tmp_path / "store", "--network", own]
        words += ["--allow-private", "127.0.0.0/8"]
        monkeypatch.setattr(standards, "pinned_catalogue", lambda: OnePin(pin))
        strange = CliRunner().invoke(main, [*map(str, words)])
        assert (strange.exit_code, mirror.asked) == (3, [])
        known = CliRunner().invoke(main, [*map(str, words), "--ca-file", str(authority.file)])
    assert known.exit_code == 3  # it is not there
    (asked,) = mirror.asked
    assert (asked.target, asked.headers["authorization"]) == (f"/{pin.path}", SHOWN)
    assert "zeer-geheim-woord" not in known.output


class OnePin:
    """A catalogue with a single pin."""

    def __init__(self, pin: Pin) -> None:
        self._pin = pin

    def pins(self) -> list[Pin]:
        return [self._pin]


def test_doctor_reaches_what_it_may_trust(
    authority: Authority, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    say = texts()
    with running(authority.server("127.0.0.1")) as publisher:
        publisher.answers["/"] = answer(b"x" * 20)
        address = publisher.url("/")
        monkeypatch.setattr(doctor, "PUBLISHER", address)
        words = ["doctor", "--standards", str(tmp_path), "--allow-private", "127.0.0.0/8"]
        strange = CliRunner().invoke(main, words)
        known = CliRunner().invoke(main, [*words, "--ca-file", str(authority.file)])
        own = own_network(tmp_path, "gateway: {body_bytes: 10}")
        little = CliRunner().invoke(main, [*words, "--ca-file", str(authority.file), "--network", str(own)])
    assert {strange.exit_code, known.exit_code, little.exit_code} == {0}
    reached = f"{address}  {say('doctor-reachable')}\n"
    assert reached in known.stdout
    assert reached not in strange.stdout + little.stdout
    assert str(authority.file) in known.stdout
    assert "body_bytes: 10 B" in " ".join(little.stdout.split())

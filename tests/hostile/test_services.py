"""Running services that misbehave, or lure: over real connections, and none of them to where it must not go.

The cases of fixtures/examiners/service.yaml come out the same here as they do in memory. A silent witness
stands wherever a service tries to lead the tool to; nobody may ever connect to it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

import test_cases as cases
from hostile.servers import (
    Authority,
    Counted,
    Server,
    answer,
    drip_body,
    endless_body,
    in_turn,
    redirect,
    reset,
    running,
    silence,
)
from hostile.street import Street, street
from interop_check.examiners import examiners
from interop_check.gather import gather
from interop_check.gather.gateway import SAFE_METHODS, Limits
from interop_check.gather.limits import DEFAULT_ASKING as ASKING
from interop_check.gather.limits import Asking
from interop_check.gather.source import Source
from interop_check.live.probe import Service
from interop_check.model import INTERRUPTED, Artefact, Evidence, Examination, Place, Tally
from interop_check.origin import Fetched

BASE = "https://api.example/v1"
WELL: Mapping[str, Mapping[str, Any]] = cases.document(cases.FOLDER / "service.yaml")["answers"]
API: str = cases.document(cases.FOLDER / "service.yaml")["files"]["api.yaml"]
SMALL = """
openapi: 3.1.1
info: {title: A, version: "1"}
paths: {/a: {get: {responses: {"200": {description: ok, content: {application/json: {}}}}}}}
"""

OVER_THE_WIRE = [
    one
    for one in cases.CASES
    if one.examiner == "service" and not any("problem" in told for told in one.answers.values())
]


@pytest.fixture(scope="module")
def lively(authority: Authority) -> Iterator[Street]:
    with pytest.MonkeyPatch.context() as patch, street(authority, patch) as made:
        yield made


@pytest.fixture
def town(lively: Street) -> Street:
    lively.ready(WELL)
    return lively


def asked(
    town: Street,
    folder: Path,
    api: str = API,
    live: str = BASE,
    params: tuple[str, ...] = (),
    *,
    asking: Asking = ASKING,
    **options: Any,
) -> tuple[Evidence, ...]:
    """Gather a description and what its service answers."""
    (folder / "api.yaml").write_text(api, encoding="utf-8")
    about = {"live": live, "params": params}
    one = Artefact(section="apis", id="a", location="api.yaml", about=about, at=Place(source="solution.yaml"))
    return gather([one], Source(root=folder, service=town.ask(**options), asking=asking))


def judged(evidence: tuple[Evidence, ...], params: Mapping[str, Any] | None = None) -> Examination:
    return examiners()["service"](evidence, params or {})


def service(evidence: tuple[Evidence, ...]) -> Service:
    (found,) = [one.content for one in evidence if one.kind == "service" and one.content]
    assert isinstance(found, Service)
    return found


def failed(found: Examination) -> set[str]:
    return {rule for rule, tally in found.tallies.items() if tally.failed}


# ---------------------------------------------------------------- planted faults


@pytest.mark.parametrize("case", OVER_THE_WIRE, ids=lambda one: one.id)
def test_a_planted_fault_is_found_over_real_connections(
    case: cases.Case, town: Street, tmp_path: Path
) -> None:
    town.ready(case.answers)
    ((_, told),) = case.artefacts
    evidence = asked(town, tmp_path, case.files["api.yaml"], told["live"], tuple(told.get("params", ())))
    found = judged(evidence, case.params)
    tallies = {rule: t for rule, t in found.tallies.items() if not case.only or rule in case.only}
    assert {rule: [t.looked_at, t.failed, t.not_checked] for rule, t in tallies.items()} == case.tallies
    codes = sorted((f.rule, f.code) for f in found.findings if not case.only or f.rule in case.only)
    assert codes == sorted((one["rule"], one["code"]) for one in case.findings)
    assert {one.method for one in town.asked} <= set(SAFE_METHODS)
    assert all(one.headers["user-agent"] == "interop-check" for one in town.asked)


def test_a_well_behaved_service_fails_nothing_and_is_asked_everything_once(
    town: Street, tmp_path: Path
) -> None:
    found = judged(asked(town, tmp_path))
    assert failed(found) == set()
    assert not any(tally.not_checked for tally in found.tallies.values())
    requests = [(a.method, a.headers["host"], a.target, tuple(sorted(a.headers.items()))) for a in town.asked]
    assert len(requests) == len(set(requests)) > 20
    assert {one.method for one in town.asked} == {"GET", "OPTIONS"}


@pytest.mark.parametrize("path", ["post: {responses: {}}", "get: {x-interop-skip: true, responses: {}}"])
@pytest.mark.parametrize("key", ["@id", "next"])
@pytest.mark.parametrize("template", ["/wissen/{x}", "/{soort}/{x}"])
def test_an_answer_does_not_lead_to_what_the_description_keeps_closed(
    path: str, key: str, template: str, town: Street, tmp_path: Path
) -> None:
    api = SMALL.replace("{/a:", f"{{'{template}': {{{path}}}, /a:")
    body = f'{{"items": [{{"id": 1}}], "{key}": "{BASE}/wissen/7?a=b"}}'
    town.ready({f"GET {BASE}/a": {"type": "application/json", "body": body}})
    asked(town, tmp_path, api)
    assert "/v1/a" in {one.target for one in town.asked}
    assert not any("wissen" in one.target for one in town.asked)


def test_a_path_that_is_written_out_goes_before_one_that_is_filled_in(town: Street, tmp_path: Path) -> None:
    api = SMALL.replace("{/a:", "{'/x/{y}': {get: {responses: {}}}, /x/wissen: {post: {responses: {}}}, /a:")
    body = f'{{"items": [{{"@id": "{BASE}/x/wissen"}}, {{"@id": "{BASE}/x/7"}}]}}'
    town.ready({f"GET {BASE}/a": {"type": "application/json", "body": body}})
    asked(town, tmp_path, api)
    assert [one.target for one in town.asked if "/x/" in one.target and "onbekend" not in one.target] == [
        "/v1/x/7"
    ]


def test_a_path_that_is_written_out_is_open_where_one_that_is_filled_in_is_not(
    town: Street, tmp_path: Path
) -> None:
    api = SMALL.replace("{/a:", "{'/x/{y}': {post: {responses: {}}}, /x/open: {get: {responses: {}}}, /a:")
    body = f'{{"items": [{{"id": 1}}], "next": "{BASE}/x/open?p=2"}}'
    town.ready({f"GET {BASE}/a": {"type": "application/json", "body": body}})
    asked(town, tmp_path, api)
    assert "/v1/x/open?p=2" in {one.target for one in town.asked}


def test_no_question_of_ours_goes_where_the_description_keeps_closed(town: Street, tmp_path: Path) -> None:
    api = SMALL.replace("{/a:", "{'/{x}': {get: {x-interop-skip: true, responses: {}}}, /a:")
    town.ready({f"GET {BASE}/a": {"type": "application/json", "body": "{}"}})
    asked(town, tmp_path, api)
    on_one_level = {one.target.partition("?")[0] for one in town.asked if one.target.count("/") == 2}
    assert on_one_level == {"/v1/a"}


def test_a_description_that_was_fetched_from_the_service_is_looked_for_where_it_was(
    town: Street, tmp_path: Path
) -> None:
    own = f"{BASE}/beschrijving"
    town.answers = {**WELL, f"GET {own}": {"type": "application/yaml", "body": API}}
    about = {"live": BASE}
    one = Artefact(section="apis", id="a", location=own, about=about, at=Place(source="solution.yaml"))

    def fetch(_address: str, _most: int, _accept: str = "", /) -> Fetched:
        return Fetched(API.encode())

    found = judged(gather([one], Source(root=tmp_path, fetch=fetch, service=town.ask())))
    assert found.tallies["live/description-same"] == Tally(1, 0)
    assert not any(one.target == "/v1/openapi.json" for one in town.asked)


def test_operations_that_change_something_are_never_asked(town: Street, tmp_path: Path) -> None:
    api = SMALL.replace(
        "/a: {get:", "/weg: {delete: {responses: {}}, post: {}, put: {}, patch: {}, trace: {}}, /a: {get:"
    )
    asked(town, tmp_path, api)
    assert {one.method for one in town.asked} <= {"GET", "OPTIONS"}
    assert not any("weg" in one.target for one in town.asked)


@dataclass(frozen=True)
class Bad:
    """A certificate that nobody should accept."""

    code: str
    host: str = "api.example"
    days: tuple[int, int] = (-1, 30)
    self_signed: bool = False


@pytest.mark.parametrize(
    "certificate",
    [
        Bad("expired", days=(-30, -1)),
        Bad("not-yet-valid", days=(1, 30)),
        Bad("wrong-host", host="elders.example"),
        Bad("self-signed", self_signed=True),
    ],
    ids=lambda one: one.code,
)
def test_a_bad_certificate_is_named_and_nothing_is_asked(
    certificate: Bad, authority: Authority, town: Street, tmp_path: Path
) -> None:
    bad = authority.server(certificate.host, certificate.days, self_signed=certificate.self_signed)
    with running(bad), town.leading("api.example", bad.port):
        found = judged(asked(town, tmp_path, SMALL))
        assert bad.asked == []
    (finding,) = [one for one in found.findings if one.rule == "live/certificate"]
    assert finding.code == certificate.code
    assert failed(found) == {"live/certificate"}
    assert found.tallies["live/answers"] == Tally(0, 0, 1)


# ---------------------------------------------------------------- where nobody may go

LURES = (
    *("http://127.0.0.1:{port}/", "https://127.0.0.1:{port}/", "http://localhost:{port}/"),
    *("http://2130706433:{port}/", "http://0x7f.1:{port}/", "http://[::ffff:127.0.0.1]:{port}/"),
    *("https://intern.example:{port}/", "//127.0.0.1:{port}/"),
)
PLACES = (
    "next-link",
    "next-body",
    "context",
    "context-link",
    "context-redirect",
    "redirect",
    "id",
    "issuer",
    "keys",
)


def luring(place: str, lure: str) -> tuple[dict[str, Mapping[str, Any]], str]:
    """The well-behaved service with a lure in one place, and its description."""
    answers, api = dict(WELL), API
    zones = dict(answers[f"GET {BASE}/zones"])
    few = f"GET {BASE}/zones?limit=1"
    if place == "next-link":
        answers[few] = {**zones, "headers": {"Link": f'<{lure}>; rel="next"'}}
    elif place == "next-body":
        answers[few] = {**zones, "headers": {}, "body": f'{{"items": [{{"id": 1}}], "next": "{lure}"}}'}
    elif place == "context":
        answers[f"GET {BASE}/zones/1"] = {
            **zones,
            "body": f'{{"@context": ["{lure}"], "@id": "{BASE}/zones/1"}}',
        }
    elif place == "context-link":
        link = f'<{lure}>; rel="http://www.w3.org/ns/json-ld#context"'
        answers[f"GET {BASE}/zones/1"] = {"type": "application/json", "headers": {"Link": link}, "body": "{}"}
    elif place == "context-redirect":
        answers["GET https://context.example/parkeren.jsonld"] = {
            "status": 302,
            "headers": {"Location": lure},
        }
    elif place == "redirect":
        answers[f"GET {BASE}/oud"] = {"status": 307, "headers": {"Location": lure}}
    elif place == "id":
        answers[f"GET {BASE}/zones"] = {
            **zones,
            "body": f'{{"items": [{{"@id": "{lure}", "self": "{lure}"}}]}}',
        }
    elif place == "issuer":
        api = API.replace("https://login.example/.well-known/openid-configuration", lure)
    elif place == "keys":
        body = f'{{"issuer": "https://login.example", "jwks_uri": "{lure}"}}'
        answers["GET https://login.example/.well-known/openid-configuration"] = {
            "type": "application/json",
            "body": body,
        }
    return answers, api


@pytest.mark.parametrize("lure", LURES)
@pytest.mark.parametrize("place", PLACES)
def test_a_service_that_lures_to_a_private_server_is_not_followed(
    place: str, lure: str, witness: Server, town: Street, tmp_path: Path
) -> None:
    answers, api = luring(place, lure.format(port=witness.port))
    town.ready(answers)
    town.names["intern.example"] = "127.0.0.1"
    evidence = asked(town, tmp_path, api)
    assert judged(evidence).tallies["live/answers"].looked_at
    assert {address.rpartition(".")[0] for address, _ in town.connected} == {"93.184.215"}
    assert witness.connections == 0


@pytest.mark.parametrize("lure", LURES[:-1])
def test_a_service_that_is_itself_private_is_not_asked(
    lure: str, witness: Server, town: Street, tmp_path: Path
) -> None:
    town.names["intern.example"] = "127.0.0.1"
    found = judged(asked(town, tmp_path, SMALL, lure.format(port=witness.port).rstrip("/")))
    assert town.connected == []
    assert failed(found) <= {"live/https"}
    assert {one.code for one in found.findings if one.rule == "live/answers"} == {"gateway-private"}


@pytest.mark.parametrize("place", PLACES)
def test_another_public_server_is_asked_for_contexts_and_keys_only_and_without_credentials(
    place: str, town: Street, tmp_path: Path
) -> None:
    answers, api = luring(place, "https://test.example/v1/elders")
    town.ready(answers)
    asked(town, tmp_path, api)
    there = [one for one in town.asked if one.headers["host"] == "test.example"]
    may_be_asked = place in ("context", "context-link", "context-redirect", "issuer", "keys")
    assert len(there) == may_be_asked
    assert not any("login" in one.headers for one in there)


def test_the_server_of_the_description_is_not_asked_but_the_one_of_the_user(
    town: Street, witness: Server, tmp_path: Path
) -> None:
    api = SMALL + f"servers: [{{url: 'http://127.0.0.1:{witness.port}'}}]\n"
    asked(town, tmp_path, api)
    assert {one.headers["host"] for one in town.asked} == {"api.example"}


@pytest.mark.parametrize(
    "path", ["@127.0.0.1:PORT/", "/../../x", "//127.0.0.1:PORT/x", "/a?b=c", "/a#b", "/{x}"]
)
def test_an_odd_path_never_leads_to_another_server(
    path: str, town: Street, witness: Server, tmp_path: Path
) -> None:
    api = SMALL.replace("/a:", f'"{path.replace("PORT", str(witness.port))}":')
    evidence = asked(town, tmp_path, api, "https://api.example", params=("x=..",))
    assert {one.headers["host"] for one in town.asked} <= {"api.example"}
    assert all(".." not in one.target.split("/") for one in town.asked if "{x}" in path)
    assert judged(evidence).tallies["live/answers"] is not None


def test_credentials_go_to_the_service_alone_and_not_where_somebody_else_chose(
    town: Street, tmp_path: Path
) -> None:
    asked(town, tmp_path)
    told = {one.headers["host"] for one in town.asked if "login" in one.headers}
    assert told == {"api.example"}
    bare = {
        one.target
        for one in town.asked
        if one.headers["host"] == "api.example" and "login" not in one.headers
    }
    assert {"/v1/mijn/reservaties", "/v1/openapi.json", "/v1"} <= bare


# ---------------------------------------------------------------- how much, how fast


def many(count: int) -> str:
    paths = ", ".join(
        f"/p{number}: {{get: {{responses: {{'200': {{description: ok}}}}}}}}" for number in range(count)
    )
    return f"openapi: 3.1.1\ninfo: {{title: A, version: '1'}}\npaths: {{{paths}}}\n"


def test_there_are_never_more_requests_than_the_budget_nor_faster_than_two_a_second(
    town: Street, tmp_path: Path
) -> None:
    town.ready({f"GET {BASE}/p{number}": {"type": "application/json", "body": "{}"} for number in range(400)})
    clock = Counted()
    evidence = asked(town, tmp_path, many(400), clock=clock)
    seen = service(evidence)
    assert len(seen.of("operation")) == ASKING.service_operations
    assert ASKING.service_operations < len(town.asked) <= ASKING.service_requests
    per_host = len([one for one in town.asked if one.headers["host"] == "api.example"])
    assert sum(clock.slept) >= (per_host - 1) * 0.5
    codes = {one.code for one in seen.skipped}
    assert codes == {"service-budget"}
    assert judged(evidence).tallies["live/answers"] == Tally(
        ASKING.service_operations, 0, 400 - ASKING.service_operations
    )


def test_the_budget_ends_all_asking(town: Street, tmp_path: Path) -> None:
    evidence = asked(town, tmp_path, asking=Asking(service_requests=3))
    assert len(town.asked) == 3
    assert service(evidence).stopped == "service-budget"
    found = judged(evidence)
    assert failed(found) == set()
    assert found.tallies["live/cache-control"].not_checked == 0
    assert found.tallies["live/unknown-parameter"] == Tally(0, 0, 1)


def only_host(town: Street) -> list[str]:
    return [one.target for one in town.asked if one.headers["host"] == "api.example" and one.target != "/v1"]


@pytest.mark.parametrize("status", [429, 503])
def test_three_times_busy_is_enough(status: int, town: Street, tmp_path: Path) -> None:
    town.special[f"GET {BASE}/zones"] = answer(b"", status, "Retry-After: 2")
    clock = Counted()
    evidence = asked(town, tmp_path, clock=clock)
    assert only_host(town) == ["/v1/zones"] * 3
    assert clock.slept.count(2.0) == 2
    assert service(evidence).stopped == "service-strained"
    found = judged(evidence)
    assert failed(found) == set()
    assert found.tallies["live/answers"].not_checked == 4


def test_a_service_that_asks_for_an_hour_gets_it(town: Street, tmp_path: Path) -> None:
    town.special[f"GET {BASE}/zones"] = answer(b"", 503, "Retry-After: 3600")
    clock = Counted()
    asked(town, tmp_path, clock=clock)
    assert only_host(town) == ["/v1/zones"]
    assert max(clock.slept, default=0) < 60


def test_one_busy_moment_ends_nothing(town: Street, tmp_path: Path) -> None:
    whole = answer(b"{}", 200, "Content-Type: application/json")
    town.special[f"GET {BASE}/oud"] = in_turn(answer(b"", 503), whole)
    evidence = asked(town, tmp_path)
    assert service(evidence).stopped == ""
    assert only_host(town).count("/v1/oud") == 2


@pytest.mark.parametrize("bad", [reset, endless_body, drip_body], ids=lambda one: one.__name__)
def test_a_service_that_breaks_every_answer_is_left_alone_and_not_blamed(
    bad: Any, town: Street, tmp_path: Path
) -> None:
    for path in ("/zones", "/zones/1", "/mijn/reservaties", "/oud"):
        town.special[f"GET {BASE}{path}"] = bad
    limits = Limits(total_seconds=5, wire_bytes=300_000, idle_seconds=2)
    evidence = asked(town, tmp_path, limits=limits, clock=Counted(step=0.01))
    found = judged(evidence)
    assert service(evidence).stopped == "service-strained"
    assert failed(found) <= {"live/description-cors"}
    assert found.tallies["live/answers"].looked_at == 0


def test_a_service_that_says_nothing_costs_a_few_deadlines_and_no_more(town: Street, tmp_path: Path) -> None:
    town.special |= {f"GET {BASE}{path}": silence for path in ("/zones", "/mijn/reservaties", "/oud")}
    clock = Counted(step=0.0)
    limits = Limits(idle_seconds=0.05, retries=0)
    evidence = asked(town, tmp_path, limits=limits, clock=clock)
    assert service(evidence).stopped == "service-strained"
    assert len(only_host(town)) == 3


# ---------------------------------------------------------------- bodies

BODIES = {
    "deep": b"[" * 100_000,
    "half a character": b'{"@id": "\\ud800", "next": "\\ud800", "items": [{"@id": "\\udfff"}]}',
    "numbers": b'{"items": [{"id": ' + b"9" * 6000 + b"}]}",
    "odd links": b'{"links": [1, {"rel": "next"}], "_links": {"next": []}, "items": [null, {"@id": 1}]}',
    "odd members": b'{"@context": {"@import": 5}, "_embedded": {"x": 1}, "@graph": {"a": 1}, "value": "x"}',
    "odd addresses": b'{"@context": ["http://[", "//", 1], "items": [{"@id": "http://["}], "next": "http://["}',
    "escapes": '{"@id": "\\u001b]0;x\\u0007", "items": [{"@id": "\u202e"}]}'.encode(),
    "not utf-8": b'{"a": "\xff"}',
    "empty": b"",
    "null": b"null",
}


@pytest.mark.parametrize("name", BODIES)
def test_no_body_breaks_anything(name: str, town: Street, tmp_path: Path) -> None:
    bad = answer(
        BODIES[name], 200, "Content-Type: application/ld+json", 'Link: <http://[>; rel="next", <<<, ;;"'
    )
    for path in ("/zones", "/zones?limit=1", "/zones/1", "/oud", "/openapi.json"):
        town.special[f"GET {BASE}{path}"] = bad
    for address in (
        "https://login.example/.well-known/openid-configuration",
        "https://context.example/parkeren.jsonld",
    ):
        town.special[f"GET {address}"] = bad
    found = judged(asked(town, tmp_path))
    assert found.tallies["live/answers"].looked_at >= 2
    for finding in found.findings:
        "".join((finding.at.source, *finding.args.values())).encode()


@pytest.mark.parametrize("value", ["é\x80", "", "x" * 60_000, '"', ";;,=", "\t", "\x01"])
def test_no_header_breaks_anything(value: str, town: Street, tmp_path: Path) -> None:
    names = (
        "ETag",
        "Last-Modified",
        "Link",
        "Vary",
        "Content-Language",
        "Allow",
        "API-Version",
        "Deprecation",
    )
    more = ("Strict-Transport-Security", "WWW-Authenticate", "Location", "Access-Control-Allow-Origin")
    for name in (*names, *more):
        bad = answer(b"{}", 200, "Content-Type: application/ld+json", f"{name}: {value}")
        town.special |= {f"GET {BASE}/zones": bad, f"OPTIONS {BASE}/zones": bad}
        found = judged(asked(town, tmp_path))
        assert found.tallies["live/answers"].looked_at
        for finding in found.findings:
            "".join((finding.at.source, *finding.args.values())).encode()


def test_an_answer_that_is_too_large_stays_open(town: Street, tmp_path: Path) -> None:
    town.special[f"GET {BASE}/oud"] = answer(
        b'"' + b"x" * 3_000_000 + b'"', 200, "Content-Type: application/json"
    )
    found = judged(asked(town, tmp_path))
    assert failed(found) == set()
    assert [one.code for one in found.findings if one.rule == "live/answers"] == ["gateway-too-large"]


# ---------------------------------------------------------------- breaking off


def test_an_interrupt_ends_the_asking_and_keeps_what_was_seen(town: Street, tmp_path: Path) -> None:
    (tmp_path / "api.yaml").write_text(API, encoding="utf-8")
    ask, left = town.ask(), [3]

    def broken_off(*request: Any, **options: Any) -> Any:
        left[0] -= 1
        if not left[0]:
            raise KeyboardInterrupt
        return ask(*request, **options)

    about = {"live": BASE}
    one = Artefact(section="apis", id="a", location="api.yaml", about=about, at=Place(source="solution.yaml"))
    evidence = gather([one], Source(root=tmp_path, service=broken_off))
    assert service(evidence).stopped == INTERRUPTED
    assert len(service(evidence).seen) == 2
    assert [one.problem.code for one in evidence if one.problem] == [INTERRUPTED]
    assert judged(evidence).tallies["live/answers"] == Tally(1, 0, 4)


def test_redirects_of_a_context_are_followed_where_they_may_lead(town: Street, tmp_path: Path) -> None:
    town.special["GET https://context.example/parkeren.jsonld"] = redirect(
        "https://context.example/2.jsonld", 303
    )
    told = WELL["GET https://context.example/parkeren.jsonld"]
    town.answers = {**WELL, "GET https://context.example/2.jsonld": told}
    assert failed(judged(asked(town, tmp_path))) == set()

"""What reading and checking a description of an API costs, beside its peers, interleaved, as a table.

    python bench/api.py [--rounds 3] [--peers] [FILE …]

First the parts in one process, then whole commands, each in a process of its own: processor time of the
command and its children, and the most memory at once. Peers are timed where they are installed:
openapi-spec-validator comes with `make dev`, Spectral and Redocly CLI are found on the path. Linux and macOS.
"""

import argparse
import json
import os
import platform
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import NamedTuple

SHARED = Path(os.environ.get("INTEROP_CHECK_SHARED", "../shared"))
DOCUMENTS = ("github.yaml", "bag-individuelebevragingen.yaml", "openzaak-catalogi.yaml", "asana.yaml")
KILO, MEGA = 1024, 1024 * 1024

PARTS = """
import json, resource, sys, time
from pathlib import Path
from interop_check.examiners import examiners
from interop_check.model import Evidence, Problem
from interop_check.openapi import reading, structure, version
from interop_check.openapi.description import described
from interop_check.profiles import load_profile
path = Path(sys.argv[1])
data = path.read_bytes()
def nothing(location):
    return Problem(code="ref-not-followed", args={"location": location})
examiners(), version.version("3.0"), version.version("3.1")  # loaded once, whatever the document
times = {}
def timed(name, work):
    start = time.process_time()
    done = work()
    times[name] = time.process_time() - start
    return done
timed("read", lambda: reading.read(data, path.name))
api = timed("read and index", lambda: described(data, path.name, nothing))
timed("structure", lambda: [one for node in api.all_nodes for one in structure.faults(node, api.version)])
evidence = [Evidence(kind="api", source=path.name, content=api)]
timed("all rules", lambda: examiners()["openapi"](evidence, {}))
asked = load_profile("belgif", examiners()).criteria[0].params
timed("belgif", lambda: examiners()["guidelines"](evidence, asked))
print(json.dumps(times))
"""


class Cost(NamedTuple):
    """Processor time in seconds, the most memory at once in MB, and how the command ended."""

    seconds: float
    megabytes: float
    code: int


def _commands(file: Path, *, peers: bool) -> Mapping[str, Sequence[str]]:
    """The commands to compare, by name; those that are not installed are left out."""
    ours = [sys.executable, "-m", "interop_check", "check", "api", str(file), "--offline", "-q"]
    found: dict[str, Sequence[str]] = {"interop-check": [*ours, "-f", "json=report.json"]}
    found["interop-check -p belgif"] = [*found["interop-check"], "-p", "belgif"]
    if peers:
        found["openapi-spec-validator"] = [sys.executable, "-m", "openapi_spec_validator", str(file)]
        for name, words in (("spectral", ("lint", "-r", "rules.yaml")), ("redocly", ("lint",))):
            if path := shutil.which(name):
                found[name] = [path, *words, str(file)]
    return found


def _cost(command: Sequence[str], folder: Path) -> Cost:
    process = subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    unit = KILO if sys.platform == "linux" else MEGA
    return Cost(used.ru_utime + used.ru_stime, used.ru_maxrss / unit, process.returncode)


def _parts(file: Path, rounds: int) -> Mapping[str, float]:
    """The best time in milliseconds of each part."""
    command = [sys.executable, "-c", PARTS, str(file)]
    runs = [
        json.loads(subprocess.run(command, check=True, capture_output=True).stdout) for _ in range(rounds)
    ]
    return {name: min(run[name] for run in runs) * 1000 for name in runs[0]}


def _whole(file: Path, rounds: int, *, peers: bool) -> Mapping[str, Cost]:
    commands = _commands(file, peers=peers)
    costs: dict[str, list[Cost]] = {name: [] for name in commands}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "rules.yaml").write_text("extends: [[spectral:oas, recommended]]\n")
        for _ in range(rounds):
            for what, command in commands.items():
                costs[what].append(_cost(command, folder))
    return {what: min(each) for what, each in costs.items()}


def main() -> None:
    """Print both tables."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--peers", action="store_true", help="time the peers that are installed too")
    parser.add_argument("files", nargs="*", type=Path, help="measure these instead")
    options = parser.parse_args()
    files = [
        path.resolve()
        for path in options.files or [SHARED / "corpora" / "openapi" / one for one in DOCUMENTS]
    ]
    print(
        f"{datetime.now(UTC):%Y-%m-%d}; {platform.system()} {platform.machine()}, {os.cpu_count()} cores,",
        end="",
    )
    print(f" load {os.getloadavg()[0]:.1f}; CPython {platform.python_version()}, pyyaml {version('pyyaml')};")
    print(f"processor time, the best of {options.rounds} interleaved rounds.\n")
    print("| document | KB | read ms | read and index ms | structure ms | all rules ms | belgif ms |")
    print("| --- | ---: | ---: | ---: | ---: | ---: | ---: |")
    for file in files:
        size = file.stat().st_size / KILO
        times = " | ".join(f"{time:.0f}" for time in _parts(file, options.rounds).values())
        print(f"| {file.name} | {size:.0f} | {times} |", flush=True)
    print("\n| document | command | CPU s | MB | x ours | exit |")
    print("| --- | --- | ---: | ---: | ---: | ---: |")
    for file in files:
        costs = _whole(file, options.rounds, peers=options.peers)
        ours = costs["interop-check"].seconds
        for what, cost in costs.items():
            row = f"{cost.seconds:.2f} | {cost.megabytes:.0f} | {cost.seconds / ours:.1f} | {cost.code}"
            print(f"| {file.name} | {what} | {row} |", flush=True)


if __name__ == "__main__":
    main()

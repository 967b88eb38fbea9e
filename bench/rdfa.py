"""Times the reading of RDFa in real pages beside two peers, interleaved, and prints the ratios.

    python bench/rdfa.py [--rounds N]

Each page is read by each engine in a process of its own, start-up and imports included, as a user meets it;
then all pages by one process of each, and a page that says nothing, to tell what starting costs. Processor
time and the most memory of that process. The peers, pyRdfa3 and rdfa-streaming-parser, are installed into a
folder that goes away again. Last comes what assessing each page by the profile `lblod`, up to the sealed
report, takes beside its extraction, in one process that is warm.
"""

import argparse
import csv
import os
import platform
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple

from interop_check import api
from interop_check.assessment import Question, assess
from interop_check.examiners import Examiner, examiners
from interop_check.gather.data import Graph
from interop_check.gather.sandbox.work import Beside, parsed
from interop_check.model import Evidence, Problem, Profile
from interop_check.reports.document import document
from interop_check.seal import sealed

HERE = Path(__file__).resolve().parent
SHARED = (HERE.parent / (os.environ.get("INTEROP_CHECK_SHARED") or "../shared")).resolve()
LBLOD = SHARED / "corpora" / "lblod"
PYTHON_PEERS = ("pyrdfa3==3.6.5", "html5lib==1.1", "rdflib==7.6.0")
NODE_PEER = "rdfa-streaming-parser@3.0.2"
OURS, PYRDFA, STREAMING = "interop-check", "pyRdfa3", "rdfa-streaming-parser"
ALL, NOTHING = "all, one process", "an empty page"
KILO = 1024

Pages = Mapping[Path, str]
"""Pages, and the addresses that they have."""


class Cost(NamedTuple):
    """Processor time in seconds, the most memory at once in MB, and what was printed for each page."""

    seconds: float
    megabytes: float
    triples: tuple[int, ...]


Costs = Mapping[tuple[str, str], Cost]
"""By job and engine."""


def main() -> None:
    """Installs the peers, reads everything in turns, prints a table and the ratios."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    rounds = parser.parse_args().rounds
    pages = _pages()
    with tempfile.TemporaryDirectory() as name:
        empty = Path(name, "empty.html")
        empty.write_bytes(b"<!DOCTYPE html><title>a</title>")
        jobs: dict[str, Pages] = {page.stem: {page: address} for page, address in pages.items()}
        jobs |= {ALL: pages, NOTHING: {empty: "https://data.example/empty"}}
        commands = _installed(Path(name))
        best: dict[tuple[str, str], Cost] = {}
        for _ in range(rounds):
            for job, read in jobs.items():
                for engine, command in commands.items():
                    cost = _cost(command, "all", read)
                    best[job, engine] = min(best.get((job, engine), cost), cost)
        found = {engine: _cost(command, "distinct", pages).triples for engine, command in commands.items()}
    print(f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f},")
    print(f"CPython {platform.python_version()}, best of {rounds} interleaved rounds")
    _print(best, list(jobs), found)
    _print_assessed(pages, rounds)


def _pages() -> Pages:
    with (LBLOD / "SOURCES.tsv").open(encoding="utf-8") as stream:
        addresses = {row["path"]: row["original_url"] for row in csv.DictReader(stream, delimiter="\t")}
    pages = sorted((LBLOD / "pages").glob("*.html"))
    return {page: addresses[f"pages/{page.name}"] or "https://data.example/page" for page in pages}


def _installed(folder: Path) -> Mapping[str, Sequence[str]]:
    """Installs what there is to be had; an engine that is not is left out, and said to be."""
    commands: dict[str, Sequence[str]] = {
        OURS: (sys.executable, str(HERE / "rdfa_worker.py"), "interop-check"),
    }
    python = folder / "venv" / "bin" / "python"
    install = (python, "-m", "pip", "install", "--quiet", *PYTHON_PEERS)
    if _does(sys.executable, "-m", "venv", folder / "venv") and _does(*install):
        commands[PYRDFA] = (str(python), "-W", "ignore", str(HERE / "rdfa_worker.py"), "pyrdfa3")
    npm, node = shutil.which("npm"), shutil.which("node")
    if npm and node and _does(npm, "install", "--silent", "--prefix", folder, NODE_PEER):
        commands[STREAMING] = (node, str(HERE / "rdfa_worker.mjs"), str(folder))
    for missing in {OURS, PYRDFA, STREAMING} - set(commands):
        print(f"{missing} could not be installed and is left out", file=sys.stderr)
    return commands


def _does(*command: object) -> bool:
    done = subprocess.run([str(word) for word in command], capture_output=True, check=False)
    return done.returncode == 0


def _cost(command: Sequence[str], which: str, pages: Pages) -> Cost:
    words = [str(word) for pair in pages.items() for word in pair]
    with tempfile.TemporaryFile() as out:
        process = subprocess.Popen([*command, which, *words], stdout=out, stderr=subprocess.DEVNULL)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            raise SystemExit(f"{command[:3]} ended with {process.returncode}")
        out.seek(0)
        triples = tuple(int(line) for line in out.read().split())
    return Cost(usage.ru_utime + usage.ru_stime, usage.ru_maxrss / KILO, triples)


def _print(best: Costs, jobs: Sequence[str], found: Mapping[str, Sequence[int]]) -> None:
    print("\n| page | " + " | ".join(f"{engine} s | MB | triples" for engine in found) + " |")
    print("| --- |" + " ---: | ---: | ---: |" * len(found))
    for number, job in enumerate(jobs):
        costs = [(best[job, engine], found[engine][number : number + 1]) for engine in found]
        cells = (f"{one.seconds:.2f} | {one.megabytes:.0f} | {sum(triples) or ''}" for one, triples in costs)
        print(f"| {job} | " + " | ".join(cells) + " |")
    print(f"\n| times as long as {OURS} | all pages, a process each | {ALL} | without starting |")
    print("| --- | ---: | ---: | ---: |")
    for engine in list(found)[1:]:
        pairs = zip(_sums(best, jobs, engine), _sums(best, jobs, OURS), strict=True)
        print(f"| {engine} | " + " | ".join(f"{theirs / ours:.1f}" for theirs, ours in pairs) + " |")


def _sums(best: Costs, jobs: Sequence[str], engine: str) -> tuple[float, float, float]:
    """All pages in a process each, in one process, and in one process without what an empty page takes."""
    each = sum(best[job, engine].seconds for job in jobs if job not in (ALL, NOTHING))
    together, starting = best[ALL, engine].seconds, best[NOTHING, engine].seconds
    return each, together, together - starting


def _print_assessed(pages: Pages, rounds: int) -> None:
    """Prints the processor time of extracting each page, and of that and assessing it as a multiple."""
    profile = api.load_profile("lblod")
    known = {one.name: one for one in examiners().values()}
    print("\n| page | extraction s | assessed, times that |\n| --- | ---: | ---: |")
    sums = [0.0, 0.0]
    for page, address in pages.items():
        best = [float("inf"), float("inf")]
        for _ in range(rounds):
            start = time.process_time()
            evidence = _evidence(page, address)
            extracted = time.process_time()
            _assess(evidence, profile, known)
            best = [min(best[0], extracted - start), min(best[1], time.process_time() - extracted)]
        sums = [sums[0] + best[0], sums[1] + best[1]]
        print(f"| {page.stem} | {best[0]:.3f} | {sum(best) / best[0]:.2f} |")
    print(f"| all | {sums[0]:.3f} | {sum(sums) / sums[0]:.2f} |")


def _evidence(page: Path, address: str) -> Evidence:
    """What a publication is after reading, read in this process."""
    data = page.read_bytes()
    found = parsed(data, "text/html", lambda _: None, Beside(base=address))
    if isinstance(found, Problem):
        raise SystemExit(f"{page}: {found.code}")
    content = Graph(table=found.table, data=data, media="text/html", page=found.page, unread=found.unread)
    return Evidence(kind="publication", source=page.name, size=len(data), content=content)


def _assess(evidence: Evidence, profile: Profile, known: Mapping[str, Examiner]) -> None:
    question = Question(
        solution=None,
        profiles=(profile,),
        examiners=known,
        as_of=date(2026, 11, 15),
        language="nl",
        tool_version="0",
        reproduce="",
    )
    sealed(document(assess(question, [evidence])))


if __name__ == "__main__":
    main()

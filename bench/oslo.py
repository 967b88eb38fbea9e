"""Times the whole profile `oslo` beside validation alone, interleaved, and prints the ratio.

    python bench/oslo.py [--triples N] [--rounds N]

Both are the command `check data` on the same generated file; processor time of the command and its children.
"""

import argparse
import os
import platform
import resource
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import yaml

from generate import Generator
from shacl import SHAPES, SHARED, usable

PROFILE = Path(__file__).resolve().parent.parent / "profiles" / "oslo"
STANDARD = "vrachtwagenparkeren@2023-11-30"
VALIDATING = ("rdf", "shacl")
MEGA = 1024 * 1024


class Cost(NamedTuple):
    """Processor time in seconds, and the most memory at once in MB."""

    seconds: float
    megabytes: float


def main() -> None:
    """Generates the data, runs both in turns, prints the best of each and their ratio."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--triples", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        size = _write(folder / "data.nt", options.triples)
        profiles = {"validation alone": str(_validating(folder)), "whole profile": "oslo"}
        costs: dict[str, list[Cost]] = {what: [] for what in profiles}
        for _ in range(options.rounds):
            for what, profile in profiles.items():
                costs[what].append(_cost(folder / "data.nt", profile))
    best = {what: min(each) for what, each in costs.items()}
    print(f"{size} triples, {platform.system()} {platform.machine()}, {os.cpu_count()} cores,")
    print(f"CPython {platform.python_version()}, load {os.getloadavg()[0]:.1f}, best of {options.rounds}")
    for what, cost in best.items():
        print(f"{what:<18} {cost.seconds:7.2f} s {cost.megabytes:7.0f} MB")
    print(f"ratio {best['whole profile'].seconds / best['validation alone'].seconds:.2f}")


def _write(file: Path, triples: int) -> int:
    shapes, _ = usable(SHARED / SHAPES)
    with file.open("w", encoding="utf-8") as stream:
        return sum(stream.write(f"{line}\n") > 0 for line in Generator(shapes, 1).lines(triples))


def _validating(folder: Path) -> Path:
    """Writes the profile without the criteria of any other examiner than those that validate."""
    own = folder / "validation"
    shutil.copytree(PROFILE, own)
    document = yaml.safe_load((own / "profile.yaml").read_text(encoding="utf-8"))
    kept = [one for one in document["criteria"] if one["examiner"] in VALIDATING]
    document = {key: value for key, value in document.items() if key not in ("ladders", "exemptions")}
    text = yaml.safe_dump({**document, "id": "validation", "criteria": kept}, allow_unicode=True)
    (own / "profile.yaml").write_text(text, encoding="utf-8")
    return own


def _cost(file: Path, profile: str) -> Cost:
    words = ["check", "data", str(file), "--standard", STANDARD, "-p", profile, "--offline", "-q"]
    return _measured([*words, "--standards", str(SHARED / "standards"), "-f", f"json={os.devnull}"])


def _measured(words: Sequence[str]) -> Cost:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    code = subprocess.run([sys.executable, "-m", "interop_check", *words], check=False).returncode
    if code not in (0, 1, 3):
        raise SystemExit(f"exit code {code}")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    seconds = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Cost(seconds, after.ru_maxrss * 1024 / MEGA)


if __name__ == "__main__":
    main()

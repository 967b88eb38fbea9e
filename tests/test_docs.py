"""The generated reference is current, and the pages that people read point to things that exist."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


def test_the_reference_is_not_stale() -> None:
    run = subprocess.run(
        [sys.executable, "tools/docs.py", "--check"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stdout + run.stderr


@pytest.mark.parametrize("page", ["README.md", "CONTRIBUTING.md", "docs/ARCHITECTURE.md"])
def test_every_relative_link_leads_somewhere(page: str) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")
    links = [link for link in re.findall(r"\]\(([^)#\s]+)", text) if "://" not in link]
    missing = [link for link in links if not (ROOT / page).parent.joinpath(link).exists()]
    assert missing == []


def test_every_room_of_the_picture_exists_and_every_module_has_a_room() -> None:
    picture = (ROOT / "docs/ARCHITECTURE.md").read_text(encoding="utf-8")
    block = picture.split("## The rooms")[1].split("## The nouns")[0]
    drawn = set(re.findall(r"^ {6}([a-z_]+(?:\.py|/))", block, flags=re.MULTILINE))
    package = ROOT / "src" / "interop_check"
    built = {f"{p.name}/" for p in package.iterdir() if p.is_dir() and not p.name.startswith("_")}
    built |= {p.name for p in package.glob("*.py") if not p.name.startswith("_")}
    assert drawn == built - {"version.py"}

"""Every row of the table of bad inputs is held by a test that really runs; its name says which row it is."""

import re
import subprocess
import sys
from pathlib import Path

import running

HERE = Path(__file__).parent
ROWS = set(range(1, 57))
_NAMED = re.compile(r"(?:::test_rows?_|_and_)(\d+)(?=_)|(?<=[\[-])(\d+) ")


def rows_of(name: str) -> set[int]:
    """The rows that a test is about, by its name or that of its case: test_row_14_…, […-11 loopback]."""
    return {int(number) for found in _NAMED.findall(name) for number in found if number} & ROWS


def collected() -> list[str]:
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "--collect-only", "-q", "-p", "no:cacheprovider", HERE],
        cwd=running.ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-2000:]
    return [line for line in done.stdout.splitlines() if "::" in line]


def test_every_row_has_a_case() -> None:
    held: dict[int, int] = dict.fromkeys(ROWS, 0)
    for name in collected():
        for row in rows_of(name):
            held[row] += 1
    assert [row for row, cases in held.items() if not cases] == []


def test_a_row_is_read_from_a_name() -> None:
    assert rows_of("t.py::test_row_14_a_name") == {14}
    assert rows_of("t.py::test_rows_36_and_52_nothing[text]") == {36, 52}
    assert rows_of("t.py::test_x[127.0.0.1-11 loopback]") == {11}
    assert rows_of("t.py::test_x[47 300 KB that are 300 MB]") == {47}
    assert rows_of("t.py::test_x[9]") == set()


def test_no_test_here_is_left_out() -> None:
    left_out = re.compile(r"\b(?:mark\.(?:skip|xfail)|pytest\.(?:skip|xfail|importorskip))")
    here = [path for path in HERE.rglob("*.py") if path != Path(__file__)]
    assert [path.name for path in here if left_out.search(path.read_text(encoding="utf-8"))] == []

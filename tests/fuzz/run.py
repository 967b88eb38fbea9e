"""A long hunt with atheris, by hand: coverage leads it where property-based tests would need luck.

    pip install atheris
    PYTHONPATH=src:tests python -m fuzz.run manifest -max_total_time=600 [corpus folder]

Targets: yaml, manifest, report, parse, hear, describe, extract. What follows the target goes to libFuzzer.
An input that breaks a promise is written to crash-… in the current folder; its bytes belong in
tests/test_fuzz.py.
"""

import sys

import atheris  # type: ignore[import-not-found, import-untyped, unused-ignore]  # installed by hand

with atheris.instrument_imports(include=["interop_check"]):
    from fuzz.targets import TARGETS


def main() -> None:
    """Hunt for one target until libFuzzer's own limits end it."""
    name, *options = sys.argv[1:] or [""]
    if name not in TARGETS:
        raise SystemExit(f"one of: {', '.join(TARGETS)}")
    atheris.Setup([sys.argv[0], *options], TARGETS[name])
    atheris.Fuzz()


if __name__ == "__main__":
    main()

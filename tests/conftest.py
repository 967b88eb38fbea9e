"""What all tests share: where the official standards lie, and property-based tests that repeat exactly."""

import os
import signal
from pathlib import Path

import pytest
from hypothesis import settings

ROOT = Path(__file__).resolve().parent.parent

settings.register_profile("repeatable", derandomize=True, deadline=None)
settings.load_profile("repeatable")

if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    # A shell that runs the tests in the background has interrupts ignored, and every process inherits that.
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(scope="session")
def shared() -> Path:
    """Return the folder with official standards and real data. A test that needs it fails without it."""
    folder = (ROOT / (os.environ.get("INTEROP_CHECK_SHARED") or "../shared")).resolve()
    if not (folder / "standards").is_dir():
        pytest.fail(
            f"{folder} is not the folder with the official standards: it has no folder 'standards'. "
            "Put it beside the checkout, or name it: INTEROP_CHECK_SHARED=/path/to/shared.",
            pytrace=False,
        )
    return folder

"""What the hostile tests share: a bad server, a silent witness, a certificate authority."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

import running as runs
from hostile.servers import Authority, Server, running
from interop_check.gather import sandbox


@pytest.fixture
def server() -> Iterator[Server]:
    with running(Server()) as bad:
        yield bad


@pytest.fixture
def witness() -> Iterator[Server]:
    """A listener on the loopback that nobody may ever connect to."""
    with running(Server()) as silent:
        yield silent
        assert silent.connections == 0


@pytest.fixture(scope="session")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority(tmp_path_factory.mktemp("authority"))


@pytest.fixture(autouse=True)
def _nothing_left_running() -> Iterator[None]:
    yield
    names = [thread.name for thread in threading.enumerate() if thread.name.startswith("interop-check")]
    assert names == []


@pytest.fixture(autouse=True)
def _no_child_is_left() -> Iterator[None]:
    sandbox.close()
    before = children()
    yield
    sandbox.close()
    assert children() == before


@pytest.fixture(autouse=True)
def _no_file_is_left(tmp_path: Path) -> Iterator[None]:
    """Whatever these tests do, they do in their temporary folder."""
    root = runs.ROOT
    before = {path for path in root.iterdir() if not path.name.startswith(".")}
    yield
    assert {path for path in root.iterdir() if not path.name.startswith(".")} == before
    assert tmp_path.exists()


def children() -> set[int]:
    tasks = Path("/proc/self/task").glob("*/children")
    return {int(pid) for task in tasks for pid in task.read_text().split()}

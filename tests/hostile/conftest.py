"""What the hostile tests share: a bad server, a silent witness, a certificate authority."""

import tempfile
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


@pytest.fixture(scope="session", autouse=True)
def elsewhere(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Where a file goes that nobody gave a folder to: home and temporary folder, of every process too."""
    folder = tmp_path_factory.mktemp("elsewhere")
    with pytest.MonkeyPatch.context() as patch:
        for name in ("HOME", "TMPDIR"):
            patch.setenv(name, str(folder))
        patch.setattr(tempfile, "tempdir", None)
        yield folder


@pytest.fixture(autouse=True)
def _no_file_is_left(elsewhere: Path) -> Iterator[None]:
    """Whatever these tests do, they do in the folders that they name."""
    before = found_in(runs.ROOT)
    yield
    assert found_in(runs.ROOT) == before
    assert [*elsewhere.iterdir()] == []
    assert not Path(runs.NOWHERE).exists()


def found_in(folder: Path) -> set[Path]:
    """Return what stands in a folder, but for what tools of ours keep there."""
    return {path for path in folder.iterdir() if not path.name.startswith(".")}


def children() -> set[int]:
    tasks = Path("/proc/self/task").glob("*/children")
    return {int(pid) for task in tasks for pid in task.read_text().split()}

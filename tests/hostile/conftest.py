"""What the hostile tests share: a bad server, a silent witness, a certificate authority."""

import threading
from collections.abc import Iterator

import pytest

from hostile.servers import Authority, Server, running


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

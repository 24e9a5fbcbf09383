"""One running house for the tests that only talk to it."""

from collections.abc import Iterator

import pytest

from services.cli.__main__ import run
from services.cli.sample_filings import sample_register
from tests.servers.house import HouseProcess, house


@pytest.fixture(scope="module")
def standing_house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[HouseProcess]:
    """A house that knows the sample agencies."""
    folder = tmp_path_factory.mktemp("house")
    register = folder / "register.csv"
    register.write_bytes(sample_register())
    with house(folder / "data", {"GOUJI_GATEWAY_MAX_BYTES": str(6 * 1024 * 1024)}) as running:
        assert run(["register", str(register), "--to", running.url]) == 0
        yield running

"""One running house for all walks through its pages, and the browser that walks."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.servers.chromium import LACKING, chromium
from tests.servers.town import Town, town


@pytest.fixture(scope="session")
def filled_town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    """The demo's agencies and reports in a real house on real NATS."""
    if LACKING is not None:
        pytest.skip(f"{LACKING} is not installed (apt-get install {LACKING})")
    with town(tmp_path_factory.mktemp("town") / "data") as running:
        yield running


@pytest.fixture(scope="module")
def walker() -> Iterator[Browser]:
    """A real browser; it ends with the module, since its driver keeps a loop running in which no other test could."""
    with chromium() as browser:
        yield browser

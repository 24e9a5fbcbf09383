"""Takes the README's pictures: the running house with the demo's filings, in a real browser.

Run as `make screenshots`.
"""

import asyncio
import tempfile
from pathlib import Path
from uuid import UUID

from services.cli.client import Client
from services.cli.filing import file_all, wait_for
from services.cli.sample_filings import sample_register, samples
from tests.servers.chromium import DESK, chromium
from tests.servers.house import house

PICTURES = Path(__file__).parent / "screenshots"


async def fill(url: str) -> dict[str, UUID]:
    """File the samples and wait for their grades: file name → submission."""
    chosen = samples()
    async with Client(url) as client:
        await client.import_register(sample_register())
        receipts = await file_all(client, [sample.offer for sample in chosen])
        ids = [receipt for receipt in receipts if isinstance(receipt, UUID)]
        await wait_for(client, ids, within=60)
    return {sample.file: receipt for sample, receipt in zip(chosen, ids, strict=True)}


def main() -> None:
    """Write every picture."""
    PICTURES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, house(Path(folder) / "data") as running:
        filed = asyncio.run(fill(running.url))
        report = f"{running.url}/reports/{filed['wangchao_2025.html']}"
        with chromium() as browser:
            page = browser.new_page(viewport=DESK)
            page.goto(f"{running.url}/?year=2025")
            page.screenshot(path=PICTURES / "league.png")
            page.goto(report)
            page.screenshot(path=PICTURES / "report.png")
            page.goto(f"{report}?lang=en")
            page.screenshot(path=PICTURES / "report.en.png")
            # So high that nothing scrolls: the page's own menu would stay over the table.
            page.set_viewport_size({"width": DESK["width"], "height": 9000})
            page.goto(f"{report}?lang=zh")
            page.locator("#table-requests").screenshot(path=PICTURES / "table.png")


if __name__ == "__main__":
    main()

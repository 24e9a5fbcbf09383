"""`gouji register CSV --to URL`: give a running house its register of agencies."""

import asyncio
from pathlib import Path

from services.cli.client import Client, RefusedError
from services.cli.exits import Exit, say
from services.cli.paths import contents


def register(csv: Path, /, *, to: str, token: str | None = None) -> int:
    """导入机关名录。 Import the register of agencies.

    Parameters
    ----------
    csv
        名录文件：代码、名称、类别、地区，可有上级、截止日期、前身。 Columns code, name, class, region; parent,
        deadline, predecessors.
    to
        系统地址。 The address of the house.
    token
        令牌，缺省取自 GOUJI_TOKEN。 Token of the operator or an administrator; else GOUJI_TOKEN.
    """
    data = contents(csv)

    async def send() -> dict[str, int]:
        async with Client(to, token=token) as client:
            return await client.import_register(data)

    try:
        done = asyncio.run(send())
    except RefusedError as refused:
        for fault in refused.faults:
            say(fault.told)
        return Exit.FINDINGS
    created, updated, unchanged = done["created"], done["updated"], done["unchanged"]
    print(f"新增 {created}，更新 {updated}，未变 {unchanged}  {created} new, {updated} changed, {unchanged} unchanged")
    return Exit.CLEAN

"""`gouji up`: the whole house on one machine, until Ctrl-C."""

import asyncio
import os
from pathlib import Path

from services.cli.exits import Exit
from services.cli.house import TOKEN_FILE, House, opened
from services.cli.interrupts import until_told
from services.cli.progress import progress

PORT = 8080


def up(*, data: Path | None = None, port: int = PORT) -> int:
    """在本机运行全套系统，Ctrl-C 停止。 Run the whole house on this machine; Ctrl-C drains.

    Parameters
    ----------
    data
        数据文件夹，默认 ./data。 Where everything is stored.
    port
        端口，0 表示任选。 The port people use; 0 takes a free one.
    """
    folder = data or Path(os.environ.get("GOUJI_DATA", "data"))

    async def stay() -> int:
        async with opened(folder, port, progress) as house:
            print(f"门户 Portal   {house.url}/", flush=True)
            print(f"数据 Data     {house.data}", flush=True)
            print(f"令牌 Token    {_where(house)}", flush=True)
            await asyncio.Event().wait()
        return Exit.CLEAN

    return until_told(stay)


def _where(house: House) -> str:
    """Where the operator's token is found; it makes the first accounts."""
    return "GOUJI_OPERATOR_TOKEN" if os.environ.get("GOUJI_OPERATOR_TOKEN") else str(house.data / TOKEN_FILE)

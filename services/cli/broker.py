"""Where the broker of a running house listens."""

import json
import os
from pathlib import Path

from services.cli.exits import UsageError
from shared.report.text import Text


def broker_of(data: Path | None) -> str:
    """The address of the broker of the house that runs in `data`, else the one that the environment names.

    Raises:
        UsageError: neither is there.
    """
    if data is None and (named := os.environ.get("GOUJI_NATS_URL")):
        return named
    folder = data or Path(os.environ.get("GOUJI_DATA", "data"))
    try:
        port = json.loads((folder / "processes.json").read_text("utf-8"))["nats"]["port"]
    except (OSError, ValueError, KeyError) as error:
        raise UsageError(
            Text(
                f"{folder} 中没有正在运行的系统，请用 --data 或 --nats-url 指明。",
                f"No house runs in {folder}; use --data or --nats-url.",
            )
        ) from error
    return f"nats://127.0.0.1:{port}"

"""The house's secret: made once, whoever asks first, and kept from everybody else."""

import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from shared.access.settings import AccessSettings, kept_secret


def test_many_who_ask_at_once_get_one_secret_that_only_its_owner_may_read(tmp_path: Path) -> None:
    file = tmp_path / "new" / "secret"
    with ThreadPoolExecutor(16) as pool:
        found = set(pool.map(kept_secret, [file] * 64))
    assert len(found) == 1
    assert len(found.pop()) > 40
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert [path.name for path in file.parent.iterdir()] == ["secret"]


def test_the_environment_decides(tmp_path: Path) -> None:
    assert AccessSettings.from_environment({"GOUJI_SECRET": "s"}) == AccessSettings(secret="s")  # noqa: S106 - a word
    kept = AccessSettings.from_environment({"GOUJI_DATA": str(tmp_path)})
    assert kept == AccessSettings.from_environment({"GOUJI_DATA": str(tmp_path)})
    told = AccessSettings.from_environment(
        {
            "GOUJI_SECRET": "s",
            "GOUJI_OPERATOR_TOKEN": "t",
            "GOUJI_PUBLIC": "1",
            "GOUJI_SECURE_COOKIES": "yes",
            "GOUJI_SESSION_SECONDS": "60",
        }
    )
    assert (told.operator_token, told.public, told.secure, told.session_seconds) == ("t", True, True, 60)
    assert not AccessSettings.from_environment({"GOUJI_SECRET": "s", "GOUJI_PUBLIC": "no"}).public

"""LibreOffice, which only tests use: it makes files in legacy formats and judges how they are read."""

import shutil
import subprocess
from collections.abc import Iterable
from pathlib import Path

PROGRAM = "soffice"
FILTERS = {"doc": "MS Word 97", "rtf": "Rich Text Format", "odt": "writer8", "html": "HTML (StarWriter)"}
SECONDS = 100


def missing() -> str | None:
    """Why LibreOffice cannot be used here, None where it can."""
    return None if shutil.which(PROGRAM) else f"{PROGRAM} is not installed (apt-get install libreoffice-writer-nogui)"


def convert(files: Iterable[Path], suffix: str, into: Path) -> None:
    """Convert all files in one run, with a profile of its own beside the results."""
    profile = (into.parent / "profile").as_uri()
    options = ["--headless", "--norestore", f"-env:UserInstallation={profile}", "--convert-to"]
    subprocess.run(
        [PROGRAM, *options, f"{suffix}:{FILTERS[suffix]}", "--outdir", str(into), *map(str, files)],
        check=True,
        capture_output=True,
        timeout=SECONDS,
    )

"""What a process that opens strangers' files can still do, tried in processes of that kind."""

import subprocess
import sys
from pathlib import Path

import pytest

from services.ingest.confinement import MEMORY_BYTES
from services.ingest.jobs import Kind
from shared.confinement.limits import MEBIBYTE

ROOT = Path(__file__).parents[3]
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="there are no such limits on Windows")


def confined(code: str, kind: Kind, *arguments: str) -> subprocess.CompletedProcess[str]:
    preface = f"import sys\nfrom services.ingest.confinement import confine, Kind\nconfine(Kind.{kind.name})\n"
    return subprocess.run(
        [sys.executable, "-c", preface + code, *arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


FORBIDDEN = {
    "a socket": "import socket; socket.socket()",
    "a name looked up": "import socket; socket.getaddrinfo('example.org', 80)",
    "a program": "import subprocess; subprocess.run(['true'])",
    "a shell": "import os; os.system('true')",
    "a copy of itself": "import os; os.fork()",
    "another program in its place": "import os; os.execv('/bin/true', ['true'])",
    "a file written": "open(sys.argv[1], 'w')",
    "a file made": "import os; os.open(sys.argv[1], os.O_CREAT | os.O_WRONLY)",
    "a file made by a library": "from pathlib import Path; Path(sys.argv[1]).touch()",
    "a file removed": "import os; os.remove(sys.argv[2])",
    "a folder": "import os; os.mkdir(sys.argv[1])",
}


@pytest.mark.parametrize("kind", Kind)
@pytest.mark.parametrize("what", FORBIDDEN)
def test_refused(what: str, kind: Kind, tmp_path: Path) -> None:
    there = tmp_path / "there"
    there.touch()
    done = confined(FORBIDDEN[what], kind, str(tmp_path / "new"), str(there))
    assert "PermissionError: a reader process" in done.stderr
    assert list(tmp_path.iterdir()) == [there]


@pytest.mark.parametrize("kind", Kind)
def test_memory_ends_at_the_limit(kind: Kind) -> None:
    most = MEMORY_BYTES[kind] // MEBIBYTE
    assert confined(f"bytearray({most - 150} * 2**20)", kind).returncode == 0
    assert "MemoryError" in confined(f"bytearray({most + 10} * 2**20)", kind).stderr


def test_reading_stays_possible() -> None:
    done = confined("print(open(sys.argv[1]).read(5))", Kind.READER, __file__)
    assert done.stdout.strip() == '"""Wh'

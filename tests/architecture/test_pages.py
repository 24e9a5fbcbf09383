"""What the pages for people point at is there."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGES = ["README.md", "README.zh-CN.md", "CONTRIBUTING.md"]


@pytest.mark.parametrize("page", PAGES)
def test_every_link_leads_somewhere(page: str) -> None:
    links = re.findall(r"\]\(([^)#]+)[^)]*\)", (ROOT / page).read_text("utf8"))
    assert [link for link in links if "://" not in link and not (ROOT / link).exists()] == []


@pytest.mark.parametrize("page", PAGES)
def test_every_path_named_exists(page: str) -> None:
    named = re.findall(r"`((?:services|shared|tests|deploy)/[^`\s]*)`", (ROOT / page).read_text("utf8"))
    patterns = [re.sub(r"<[^>]+>", "*", path).rstrip("/") for path in named]
    assert [path for path in patterns if not any(ROOT.glob(path))] == []


@pytest.mark.parametrize("page", PAGES)
def test_every_make_target_named_exists(page: str) -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text("utf8"), re.MULTILINE))
    named = set(re.findall(r"make ([a-z-]+)", (ROOT / page).read_text("utf8")))
    assert named - targets - {"that"} == set()


def test_every_setting_is_in_the_readme() -> None:
    sources = [*(ROOT / "services").rglob("*.py"), *(ROOT / "shared").rglob("*.py")]
    used = {name for path in sources for name in re.findall(r"GOUJI_[A-Z_]*[A-Z]", path.read_text("utf8"))}
    named = set(re.findall(r"GOUJI_[A-Z_]*[A-Z]", (ROOT / "README.md").read_text("utf8")))
    assert used - {"GOUJI_GATEWAY"} == named

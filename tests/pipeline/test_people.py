"""Accounts and tokens from the command line, against a running house; what they open and what they do not."""

import asyncio
import io
import re

import httpx
import pytest

from services.cli.__main__ import run
from tests.pipeline.test_commands import SAMPLES
from tests.servers.house import HouseProcess
from tests.servers.until import until

CLEAN, FINDINGS, USAGE = 0, 1, 2


class Terminal:
    """Runs commands against a house and hands over what they print."""

    def __init__(self, house: HouseProcess, capsys: pytest.CaptureFixture[str]) -> None:
        self.house = house
        self._capsys = capsys

    def __call__(self, *arguments: str) -> tuple[int, str, str]:
        code = run([*arguments, "--to", self.house.url])
        said = self._capsys.readouterr()
        return code, said.out, said.err


@pytest.fixture
def gouji(standing_house: HouseProcess, capsys: pytest.CaptureFixture[str]) -> Terminal:
    return Terminal(standing_house, capsys)


@pytest.mark.timeout(120)
def test_a_clerk_is_made_signs_in_and_files_with_a_token(gouji: Terminal) -> None:
    code, out, _ = gouji("account", "add", "zhang", "--name", "张三", "--agency", "DH0100-11")
    assert code == CLEAN
    assert "张三  填报人 Clerk  DH0100-11" in out
    password = re.search(r"密码 Password  (\S+)", out)
    assert password is not None
    signing_in = {"login": "zhang", "password": password[1]}
    assert httpx.post(f"{gouji.house.url}/v1/sessions", data=signing_in, trust_env=False).status_code == httpx.codes.OK

    code, token, _ = gouji("token", "add", "zhang", "--label", "报送系统", "--days", "1")
    assert code == CLEAN
    own = ("submit", str(SAMPLES / "fgw_2025.txt"), "--token", token.strip(), "--year", "2025")
    assert gouji(*own, "--agency", "DH0100-11")[0] in {CLEAN, FINDINGS}
    code, out, _ = gouji(*own, "--agency", "DH0100-23")
    assert code == FINDINGS
    assert "access.denied" in out

    _, listed, _ = gouji("token", "list", "zhang")
    assert "报送系统" in listed
    assert token.strip() not in listed
    assert gouji("token", "revoke", "zhang", listed.split()[0])[0] == CLEAN
    assert "已撤销 revoked" in gouji("token", "list", "zhang")[1]
    code, _, said = gouji("register", str(SAMPLES / "register.csv"), "--token", token.strip())
    assert code == FINDINGS
    assert "sign_in.needed" in said


@pytest.mark.timeout(120)
async def test_a_supervisor_is_made_changed_and_disabled_and_the_portal_knows(
    gouji: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("a password of one's own\n"))
    supervisor = ("account", "add", "li", "--name", "李四", "--role", "supervisor", "--agency", "DH0100")
    code, out, _ = await asyncio.to_thread(gouji, *supervisor, "--ask-password")
    assert code == CLEAN
    assert "只显示这一次" not in out
    async with httpx.AsyncClient(base_url=gouji.house.url, trust_env=False) as browser:
        signing_in = {"login": "li", "password": "a password of one's own"}
        assert (await browser.post("/v1/sessions", data=signing_in)).status_code == httpx.codes.OK

        async def greeted() -> bool:
            return "李四" in (await browser.get("/")).text

        await until(greeted)
        assert (await asyncio.to_thread(gouji, "account", "disable", "li"))[0] == CLEAN
        assert (await browser.post("/v1/sessions", data=signing_in)).status_code == httpx.codes.UNAUTHORIZED

        async def forgotten() -> bool:
            return not await greeted()

        await until(forgotten)
        assert "已停用 disabled" in (await asyncio.to_thread(gouji, "account", "list"))[1]
        assert "已停用" not in (await asyncio.to_thread(gouji, "account", "enable", "li"))[1]
        _, out, _ = await asyncio.to_thread(gouji, "account", "password", "li")
        password = out.split("密码 Password  ")[1].split()[0]
        again = {"login": "li", "password": password}
        assert (await browser.post("/v1/sessions", data=again)).status_code == httpx.codes.OK


def test_what_the_house_refuses_is_said_with_its_reason(gouji: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    code, _, said = gouji("account", "add", "x", "--name", "无名", "--agency", "DH9")
    assert code == FINDINGS
    assert "login.invalid" in said
    code, _, said = gouji("account", "disable", "nobody")
    assert code == USAGE
    assert "没有登录名为“nobody”的账号" in said
    monkeypatch.delenv("GOUJI_TOKEN")
    code, _, said = gouji("account", "list")
    assert code == FINDINGS
    assert "sign_in.needed" in said

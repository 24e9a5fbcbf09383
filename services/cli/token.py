"""`gouji token add|list|revoke`: what programs show to a house instead of signing in."""

from cyclopts import App

from services.cli.asking import asked
from services.cli.client import Client
from services.cli.exits import Exit
from services.cli.people import NewToken, Person, add_token, person_of, revoke_token

token = App(name="token", help="令牌：生成、列出、撤销 Tokens of programs: make, list, revoke")

DAYS = 90


@token.command
def add(login: str, /, *, label: str, to: str, days: int = DAYS, token: str | None = None) -> int:
    """为账号生成令牌，只显示这一次。 Make a token for an account; it is shown only this once.

    Parameters
    ----------
    login
        登录名。 Whose account.
    label
        用途，如程序名称。 Which program uses it.
    to
        系统地址。 The address of the house.
    days
        有效天数。 Days it is valid.
    token
        运维或系统管理员的令牌，缺省取自 GOUJI_TOKEN。 Token of the operator or an administrator; else GOUJI_TOKEN.
    """

    async def send(client: Client) -> NewToken:
        return await add_token(client, login, label, days)

    made = asked(to, token, send)
    # The token alone on its line, so that a script can take it.
    print(made.token)
    return Exit.CLEAN


@token.command(name="list")
def list_tokens(login: str, /, *, to: str, token: str | None = None) -> int:
    """列出账号的令牌。 List the tokens of an account.

    Parameters
    ----------
    login
        登录名。 Whose account.
    to
        系统地址。 The address of the house.
    token
        运维或系统管理员的令牌，缺省取自 GOUJI_TOKEN。 Token of the operator or an administrator; else GOUJI_TOKEN.
    """

    async def send(client: Client) -> Person:
        return await person_of(client, login)

    for one in asked(to, token, send).tokens:
        revoked = "  已撤销 revoked" if one.revoked else ""
        print(f"{one.id}  {one.expires_at:%Y-%m-%d %H:%M}  {one.label}{revoked}")
    return Exit.CLEAN


@token.command
def revoke(login: str, token_id: str, /, *, to: str, token: str | None = None) -> int:
    """撤销令牌，立即生效。 Revoke a token, at once.

    Parameters
    ----------
    login
        登录名。 Whose account.
    token_id
        令牌编号，见 gouji token list。 The token's id, as `gouji token list` has it.
    to
        系统地址。 The address of the house.
    token
        运维或系统管理员的令牌，缺省取自 GOUJI_TOKEN。 Token of the operator or an administrator; else GOUJI_TOKEN.
    """

    async def send(client: Client) -> None:
        await revoke_token(client, login, token_id)

    asked(to, token, send)
    print(f"已撤销 revoked  {token_id}")
    return Exit.CLEAN

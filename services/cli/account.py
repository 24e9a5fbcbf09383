"""`gouji account add|list|disable|enable|password`: who may sign in to a house."""

import getpass
import sys
from typing import Literal

from cyclopts import App

from services.cli.asking import asked
from services.cli.client import Client
from services.cli.exits import Exit
from services.cli.people import Made, Person, add_person, change_person, people

account = App(name="account", help="账号：建立、列出、停用、改密 Accounts: make, list, disable, new password")

Role = Literal["clerk", "supervisor", "administrator"]


@account.command
def add(
    login: str,
    /,
    *,
    name: str,
    to: str,
    role: Role = "clerk",
    agency: str = "",
    ask_password: bool = False,
    token: str | None = None,
) -> int:
    """建立账号，显示初始密码。 Make an account; prints its first password.

    Parameters
    ----------
    login
        登录名。 What is typed to sign in.
    name
        姓名，或程序的名称。 Name of the person or program.
    to
        系统地址。 The address of the house.
    role
        角色：填报人、主管部门、系统管理员。 What the account is for.
    agency
        填报人所在机关，或主管部门的代码。 A clerk's agency, or the organ a supervisor looks down from.
    ask_password
        自定密码，而不由系统生成。 Ask for the password instead of having one made up.
    token
        运维或系统管理员的令牌，缺省取自 GOUJI_TOKEN。 Token of the operator or an administrator; else GOUJI_TOKEN.
    """
    stated = {"login": login, "name": name, "role": role, "agency": agency}
    if ask_password:
        stated["password"] = _typed()

    async def send(client: Client) -> Made:
        return await add_person(client, stated)

    return _tell(asked(to, token, send))


@account.command(name="list")
def list_accounts(*, to: str, token: str | None = None) -> int:
    """列出账号。 List the accounts.

    Parameters
    ----------
    to
        系统地址。 The address of the house.
    token
        运维或系统管理员的令牌，缺省取自 GOUJI_TOKEN。 Token of the operator or an administrator; else GOUJI_TOKEN.
    """

    async def send(client: Client) -> list[Person]:
        return [person async for person in people(client)]

    for person in asked(to, token, send):
        print("  ".join((person.login, person.name, *_particulars(person))))
    return Exit.CLEAN


@account.command
def disable(login: str, /, *, to: str, token: str | None = None) -> int:
    """停用账号，立即生效。 Disable an account, at once.

    Parameters
    ----------
    login
        登录名。 Whose account.
    to
        系统地址。 The address of the house.
    token
        运维或系统管理员的令牌，缺省取自 GOUJI_TOKEN。 Token of the operator or an administrator; else GOUJI_TOKEN.
    """
    return _set_disabled(login, to, token, disabled=True)


@account.command
def enable(login: str, /, *, to: str, token: str | None = None) -> int:
    """恢复停用的账号。 Restore a disabled account.

    Parameters
    ----------
    login
        登录名。 Whose account.
    to
        系统地址。 The address of the house.
    token
        运维或系统管理员的令牌，缺省取自 GOUJI_TOKEN。 Token of the operator or an administrator; else GOUJI_TOKEN.
    """
    return _set_disabled(login, to, token, disabled=False)


@account.command
def password(login: str, /, *, to: str, ask_password: bool = False, token: str | None = None) -> int:
    """重置密码并结束其所有登录会话。 Set a new password and end every session.

    Parameters
    ----------
    login
        登录名。 Whose account.
    to
        系统地址。 The address of the house.
    ask_password
        自定密码，而不由系统生成。 Ask for the password instead of having one made up.
    token
        运维或系统管理员的令牌，缺省取自 GOUJI_TOKEN。 Token of the operator or an administrator; else GOUJI_TOKEN.
    """
    stated = {"password": _typed()} if ask_password else {}

    async def send(client: Client) -> Made:
        return await change_person(client, login, stated, what="password")

    return _tell(asked(to, token, send))


def _set_disabled(login: str, to: str, token: str | None, *, disabled: bool) -> int:
    async def send(client: Client) -> Made:
        return await change_person(client, login, {"disabled": str(disabled).lower()})

    return _tell(asked(to, token, send))


def _typed() -> str:
    """The password somebody types, or pipes in."""
    if sys.stdin.isatty():
        return getpass.getpass("密码 Password: ")
    return sys.stdin.readline().rstrip("\n")


def _tell(made: Made) -> Exit:
    print("  ".join((made.account.login, made.account.name, *_particulars(made.account))))
    if made.password:
        print(f"密码 Password  {made.password}  （只显示这一次 shown only this once）")
    return Exit.CLEAN


def _particulars(person: Person) -> tuple[str, ...]:
    disabled = ("已停用 disabled",) if person.disabled else ()
    return (f"{person.role_label.zh} {person.role_label.en}", person.agency or "—", *disabled)

"""People of the tests: a clerk of the water bureau, another agency's, supervisors of the city and of elsewhere."""

from uuid import NAMESPACE_URL, uuid5

from shared.access.account import OPERATOR, Account, Role


def person(login: str, role: Role, agency: str | None) -> Account:
    return Account(id=uuid5(NAMESPACE_URL, login), login=login, name=f"{login}的姓名", role=role, agency=agency)


CLERK = person("clerk", Role.CLERK, "DH-0101")
STRANGER = person("stranger", Role.CLERK, "DH-0102")
SUPERVISOR = person("supervisor", Role.SUPERVISOR, "DH-01")
ELSEWHERE = person("elsewhere", Role.SUPERVISOR, "DH-0102")
ADMINISTRATOR = OPERATOR

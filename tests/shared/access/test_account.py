"""Whose filings an account may read, file and decide about."""

from uuid import UUID

import pytest

from shared.access.account import OPERATOR, Account, Role

BUREAU, CITY, PROVINCE = "DH-0101", "DH-01", "DH"
LINEAGE = (BUREAU, CITY, PROVINCE)
NEIGHBOURS = ("DH-0102", CITY, PROVINCE)


def account(role: Role, agency: str | None, *, disabled: bool = False) -> Account:
    return Account(id=UUID(int=1), login="x", name="某", role=role, agency=agency, disabled=disabled)


CLERK = account(Role.CLERK, BUREAU)
CITY_OFFICE = account(Role.SUPERVISOR, CITY)
PROVINCE_OFFICE = account(Role.SUPERVISOR, PROVINCE)


@pytest.mark.parametrize(
    ("who", "lineage", "draft", "may"),
    [
        (CLERK, LINEAGE, False, True),
        (CLERK, LINEAGE, True, True),
        (CLERK, NEIGHBOURS, False, False),
        (account(Role.CLERK, CITY), LINEAGE, False, False),
        (CITY_OFFICE, LINEAGE, False, True),
        (CITY_OFFICE, NEIGHBOURS, False, True),
        (PROVINCE_OFFICE, LINEAGE, False, True),
        (CITY_OFFICE, LINEAGE, True, False),
        (CITY_OFFICE, ("DH-02", PROVINCE), False, False),
        (CITY_OFFICE, (PROVINCE,), False, False),
        (account(Role.SUPERVISOR, None), LINEAGE, False, False),
        (account(Role.CLERK, None), (), False, False),
        (OPERATOR, LINEAGE, True, True),
        (account(Role.ADMINISTRATOR, None, disabled=True), LINEAGE, False, False),
    ],
)
def test_who_may_read(who: Account, lineage: tuple[str, ...], draft: bool, may: bool) -> None:  # noqa: FBT001 - a case
    assert who.may_read(lineage, draft=draft) is may


def test_an_agency_files_for_itself_and_a_supervisor_for_nobody() -> None:
    assert CLERK.may_file(BUREAU)
    assert not CLERK.may_file(CITY)
    assert not CITY_OFFICE.may_file(CITY)
    assert OPERATOR.may_file(BUREAU)
    assert not account(Role.CLERK, BUREAU, disabled=True).may_file(BUREAU)


def test_who_decides_stands_above_and_is_no_clerk() -> None:
    assert CITY_OFFICE.may_supervise(LINEAGE)
    assert not CITY_OFFICE.may_supervise(("DH-02", PROVINCE))
    assert not account(Role.CLERK, CITY).may_supervise(LINEAGE)
    assert OPERATOR.may_supervise(LINEAGE)
    assert not account(Role.SUPERVISOR, CITY, disabled=True).may_supervise(LINEAGE)

"""Each class of organ has its day: departments 31 January, governments 31 March, others as local rules say."""

from datetime import date

import pytest

from shared.report.agency import Agency, AgencyClass, LocalDeadline

GOVERNMENTS = {AgencyClass.PROVINCIAL_GOVERNMENT, AgencyClass.MUNICIPAL_GOVERNMENT, AgencyClass.COUNTY_GOVERNMENT}


@pytest.mark.parametrize("kind", AgencyClass)
def test_the_class_decides_the_deadline(kind: AgencyClass) -> None:
    agency = Agency("330000-01", "东海省司法厅", kind, "东海省")
    assert agency.deadline(2024) == (date(2025, 3, 31) if kind in GOVERNMENTS else date(2025, 1, 31))
    assert kind.is_government == (kind in GOVERNMENTS)


@pytest.mark.parametrize("kind", [AgencyClass.TOWNSHIP, AgencyClass.COUNTY_GOVERNMENT])
def test_a_local_rule_goes_before_the_class(kind: AgencyClass) -> None:
    agency = Agency("330000-02", "东海省海宁镇", kind, "东海省", local_deadline=LocalDeadline(1, 20))
    assert agency.deadline(2023) == date(2024, 1, 20)


def test_every_class_has_a_name_of_its_own_in_both_languages() -> None:
    for language in ("zh", "en"):
        assert len({getattr(kind.label, language) for kind in AgencyClass}) == len(AgencyClass)

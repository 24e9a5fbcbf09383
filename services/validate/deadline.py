"""Whether a day keeps the deadline of the agency's class, and how strictly that deadline binds."""

from datetime import date

from services.validate.rule import Judgement
from shared.report.agency import Agency, AgencyClass
from shared.report.verdict import Severity

# 条例 art. 49 names departments and governments from the county up; for the others only local rules set a day.
_BOUND_BY_LAW = {
    AgencyClass.CENTRAL_DEPARTMENT,
    AgencyClass.PROVINCIAL_GOVERNMENT,
    AgencyClass.MUNICIPAL_GOVERNMENT,
    AgencyClass.COUNTY_GOVERNMENT,
    AgencyClass.DEPARTMENT,
}


def by_deadline(agency: Agency, year: int, day: date) -> Judgement:
    """A day against the last day for a report about `year`; where only custom sets it, being late is a warning."""
    last = agency.deadline(year)
    bound = agency.local_deadline is not None or agency.agency_class in _BOUND_BY_LAW
    return Judgement(expected=last, actual=day, holds=day <= last, severity=None if bound else Severity.WARNING)

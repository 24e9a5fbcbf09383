"""Agencies as the register knows them, and the day by which each class must file.

条例 (国务院令第711号) art. 49 binds departments (31 January) and the supervising departments that publish the report
of a whole government (31 March). Townships, sub-districts, development zones and institutions have no national date;
local rules set one, and 31 January is the usual one.
"""

from datetime import date
from enum import StrEnum

import msgspec

from shared.report.text import Text


class AgencyClass(StrEnum):
    """Classes of organs with different duties."""

    CENTRAL_DEPARTMENT = "central_department"
    PROVINCIAL_GOVERNMENT = "provincial_government"
    MUNICIPAL_GOVERNMENT = "municipal_government"
    COUNTY_GOVERNMENT = "county_government"
    DEPARTMENT = "department"
    TOWNSHIP = "township"
    DEVELOPMENT_ZONE = "development_zone"
    INSTITUTION = "institution"

    @property
    def label(self) -> Text:
        """The class in the administration's own words."""
        return _LABELS[self]

    @property
    def is_government(self) -> bool:
        """Whether the report is that of a whole government (本级汇总报告), with its later date and fuller contents."""
        return self in _GOVERNMENTS


_LABELS = {
    AgencyClass.CENTRAL_DEPARTMENT: Text("国务院部门", "Central department"),
    AgencyClass.PROVINCIAL_GOVERNMENT: Text("省级政府", "Provincial government"),
    AgencyClass.MUNICIPAL_GOVERNMENT: Text("市级政府", "Municipal government"),
    AgencyClass.COUNTY_GOVERNMENT: Text("县级政府", "County government"),
    AgencyClass.DEPARTMENT: Text("政府部门", "Government department"),
    AgencyClass.TOWNSHIP: Text("乡镇街道", "Township or sub-district"),
    AgencyClass.DEVELOPMENT_ZONE: Text("开发区管委会", "Development zone"),
    AgencyClass.INSTITUTION: Text("公共企事业单位", "Public institution"),
}
_GOVERNMENTS = {AgencyClass.PROVINCIAL_GOVERNMENT, AgencyClass.MUNICIPAL_GOVERNMENT, AgencyClass.COUNTY_GOVERNMENT}


class LocalDeadline(msgspec.Struct, frozen=True):
    """A day set by a local rule, in the year after the report year."""

    month: int
    day: int


class Agency(msgspec.Struct, frozen=True):
    """One entry of the register; `code` identifies for ever, `region` is how supervisors group agencies.

    `predecessors` are the codes of the agencies that were renamed to this one or merged into it, or that it split from.
    """

    code: str
    name: str
    agency_class: AgencyClass
    region: str
    parent: str | None = None
    local_deadline: LocalDeadline | None = None
    predecessors: tuple[str, ...] = ()

    def deadline(self, year: int) -> date:
        """Last day on which a report about `year` is on time."""
        if self.local_deadline is not None:
            return date(year + 1, self.local_deadline.month, self.local_deadline.day)
        return date(year + 1, 3, 31) if self.agency_class.is_government else date(year + 1, 1, 31)

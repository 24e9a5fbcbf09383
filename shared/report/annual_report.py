"""The annual report of one agency about one year, as read."""

from datetime import date
from hashlib import sha256

import msgspec

from shared.report.claim import Claim
from shared.report.codec import canonical
from shared.report.edition import Cell, Edition, Equation, edition
from shared.report.figures import Figures


class Section(msgspec.Struct, frozen=True):
    """One top-level heading of the report as printed, and the prose under it.

    `number` is the statutory part (1–6) that the heading names, or None for a heading the form does not know.
    """

    number: int | None
    title: str
    text: str
    at: str


class Period(msgspec.Struct, frozen=True):
    """The statistical period the report says it covers (统计期限), both days included."""

    start: date
    end: date


class AnnualReport(msgspec.Struct, frozen=True, kw_only=True):
    """What an agency reports about a year. Figures stay as printed; judging them is not done here.

    `merged_rows` names rows such as `other_combined` that this report prints instead of the rows they stand for.
    `index_number` (索引号) and `publisher` (发布机构) are what the page's own table of particulars says. `preamble` is
    the prose between the title and the first part: legal basis, contents, statistical period.
    """

    agency: str | None
    year: int | None
    edition: str
    title: str | None = None
    published_on: date | None = None
    index_number: str | None = None
    publisher: str | None = None
    period: Period | None = None
    tables: Figures
    merged_rows: tuple[str, ...] = ()
    preamble: str = ""
    sections: tuple[Section, ...] = ()
    claims: tuple[Claim, ...] = ()

    @property
    def figures_digest(self) -> str:
        """The digest (sha-256, hexadecimal) of the figures alone, however the report was laid out or has travelled."""
        return sha256(canonical(self.tables)).hexdigest()

    @property
    def form(self) -> Edition:
        """The edition of the form that the report uses."""
        return edition(self.edition)

    def cells(self) -> tuple[Cell, ...]:
        """The cells that this report must fill, in printed order."""
        return self.form.cells(frozenset(self.merged_rows))

    def equations(self) -> tuple[Equation, ...]:
        """The sums that must tie out in this report."""
        return self.form.equations(frozenset(self.merged_rows))

"""What reading a file gives."""

import msgspec

from shared.report.annual_report import AnnualReport
from shared.report.reading import Reading


class ReadReport(msgspec.Struct, frozen=True):
    """A report as read, and how it was read."""

    report: AnnualReport
    reading: Reading

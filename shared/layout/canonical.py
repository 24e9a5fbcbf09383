"""A report as the house's own JSON, which reads back as it was written."""

from shared.report.annual_report import AnnualReport
from shared.report.codec import encode


def canonical(report: AnnualReport) -> bytes:
    """The `report` object (`application/vnd.gouji.report+json`)."""
    return encode(report)

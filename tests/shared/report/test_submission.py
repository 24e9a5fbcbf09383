"""A filing is on time until midnight in China, whatever clock and zone the machine keeps."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.report.agency import Agency, AgencyClass
from shared.report.submission import CHINA_TIME, DeadlineStatus, Submission, now

ON_TIME, LATE = DeadlineStatus.ON_TIME, DeadlineStatus.LATE


def _filed(received_at: datetime, kind: AgencyClass = AgencyClass.DEPARTMENT) -> Submission:
    return Submission(
        id=UUID(int=1),
        agency=Agency("330000-01", "东海省司法厅", kind, "东海省"),
        year=2024,
        version=1,
        filename="年报.html",
        media_type="text/html",
        size=1,
        sha256="0" * 64,
        received_at=received_at,
    )


@pytest.mark.parametrize(
    ("received_at", "status"),
    [
        (datetime(2025, 1, 31, 23, 59, 59, 999_999, CHINA_TIME), ON_TIME),
        (datetime(2025, 2, 1, 0, 0, tzinfo=CHINA_TIME), LATE),
        (datetime(2025, 1, 31, 15, 59, 59, tzinfo=UTC), ON_TIME),
        (datetime(2025, 1, 31, 16, 0, tzinfo=UTC), LATE),
    ],
)
def test_midnight_in_china_is_the_end(received_at: datetime, status: DeadlineStatus) -> None:
    assert _filed(received_at).deadline_status is status


def test_a_government_has_until_the_end_of_march() -> None:
    filed = _filed(datetime(2025, 3, 31, 12, 0, tzinfo=CHINA_TIME), AgencyClass.MUNICIPAL_GOVERNMENT)
    assert (filed.deadline, filed.deadline_status) == (date(2025, 3, 31), ON_TIME)


@given(st.datetimes(datetime(2024, 12, 1), datetime(2025, 4, 30), timezones=st.timezones()))  # noqa: DTZ001
def test_the_zone_in_which_a_moment_is_written_does_not_matter(moment: datetime) -> None:
    written, in_utc = _filed(moment), _filed(moment.astimezone(UTC))
    assert (written.received_on, written.deadline_status) == (in_utc.received_on, in_utc.deadline_status)


def test_only_the_moment_of_receipt_counts_not_the_day_of_publication() -> None:
    filed = _filed(datetime(2025, 2, 2, tzinfo=CHINA_TIME))
    assert msgspec.structs.replace(filed, published_on=date(2025, 1, 1)).deadline_status is LATE


def test_now_knows_its_zone() -> None:
    assert now().utcoffset() == timedelta(0)

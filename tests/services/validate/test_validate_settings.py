"""What a supervisor may decide about judging."""

import pytest

from services.validate.settings import Settings


def test_no_year_had_to_be_filed_here_until_one_is_named() -> None:
    assert Settings.from_environment({}).filing_since is None
    assert Settings.from_environment({"GOUJI_FILING_SINCE": ""}).filing_since is None
    assert Settings.from_environment({"GOUJI_FILING_SINCE": "2025"}).filing_since == 2025


def test_a_year_that_is_none_stops_the_room() -> None:
    with pytest.raises(ValueError, match="soon"):
        Settings.from_environment({"GOUJI_FILING_SINCE": "soon"})

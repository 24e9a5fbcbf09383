"""Who is a candidate for whom: other agencies, there before, each once."""

from services.validate.peers import MOST_CANDIDATES, Likely, Peers
from tests.services.validate.hearings import normalized

REPORT = normalized(2023).report


def likely(agency: str, arrived: float, *bands: int, year: int = 2023) -> Likely:
    return Likely(agency, f"{agency}局", year, arrived, REPORT, bands)


def names(peers: Peers, one: Likely, first: float | None = None) -> list[str]:
    return [peer.name for peer in peers.like(one, one.arrived if first is None else first) or ()]


def test_those_with_the_most_bands_in_common_come_first_each_agency_once() -> None:
    versions = [likely("甲", number, 1, 2) for number in range(2 * MOST_CANDIDATES)]
    peers = Peers([*versions, likely("乙", 50, 1), likely("丙", 60, 1, 2, 3), likely("丁", 70, 9)])
    assert names(peers, likely("戊", 99, 1, 2, 3)) == ["丙局", "甲局", "乙局"]


def test_no_more_than_a_few_are_compared() -> None:
    peers = Peers([likely(f"机关{number}", number, 1) for number in range(3 * MOST_CANDIDATES)])
    assert names(peers, likely("乙", 99, 1)) == [f"机关{number}局" for number in range(MOST_CANDIDATES)]


def test_neither_the_agency_itself_nor_what_came_later_nor_other_years() -> None:
    peers = Peers([likely("甲", 1, 1), likely("乙", 5, 1), likely("丙", 1, 1, year=2022)])
    assert names(peers, likely("甲", 9, 1), first=9) == ["乙局"]
    assert names(peers, likely("甲", 9, 1), first=1) == []


def test_of_two_that_came_at_once_one_is_compared_with_the_other_and_not_the_reverse() -> None:
    one, other = likely("A", 1, 1), likely("B", 1, 1)
    peers = Peers([one, other])
    assert (names(peers, one), names(peers, other)) == ([], ["A局"])


def test_prose_too_short_is_not_compared_at_all() -> None:
    assert Peers([likely("甲", 1, 1)]).like(likely("乙", 9), 9) is None

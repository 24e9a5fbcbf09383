"""Last year's own report proves nothing about requests that were brought forward from predecessors, too."""

from services.validate.diagnosis.evidence import statements
from services.validate.filing import Filing, Predecessor, PriorReport
from tests.corpus import shelf


def test_what_the_agency_itself_carried_forward_is_no_evidence_after_a_merger() -> None:
    now, last = shelf.report("haitang-2023"), shelf.report("haitang-2022")
    prior = PriorReport(last, shelf.reading(last))
    alone = Filing(now, shelf.reading(now), prior=prior)
    long_gone = Filing(now, shelf.reading(now), prior=prior, predecessors=(Predecessor("乙局", None),))
    merged = Filing(now, shelf.reading(now), prior=prior, predecessors=(Predecessor("乙局", prior),))
    claimed = len(statements(Filing(now, shelf.reading(now))))
    assert [len(statements(each)) - claimed for each in (alone, long_gone, merged)] == [7, 7, 0]

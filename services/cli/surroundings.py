"""How files read together bear on one another: whose they are, which is last year's, which look alike."""

from collections.abc import Iterable, Mapping, Sequence

from services.ingest.read_report import ReadReport
from services.validate.filing import Peer, Predecessor, PriorReport
from services.validate.peers import Likely, Peers, bands_of
from shared.report.agency import Agency
from shared.report.annual_report import AnnualReport


class Surroundings:
    """Reports by agency and year, and an index of the prose of those asked about so far."""

    def __init__(self, reports: Mapping[str, ReadReport], register: Sequence[Agency]) -> None:
        self._agencies = {id(found.report): agency_of(found.report, register) for found in reports.values()}
        self._names = {agency.code: agency.name for agency in register}
        self._by_name: dict[tuple[str, int], ReadReport] = {}
        self._by_code: dict[tuple[str, int], ReadReport] = {}
        for found in reports.values():
            report = found.report
            agency = self.agency(report)
            if report.agency and report.year:
                self._by_name[report.agency, report.year] = found
            if agency and report.year:
                self._by_code[agency.code, report.year] = found
        self._continuing: dict[str, set[str]] = {}
        for agency in register:
            for code in agency.predecessors:
                self._continuing.setdefault(code, set()).add(agency.code)
        self._peers = Peers()
        self._asked = 0

    def agency(self, report: AnnualReport) -> Agency | None:
        """The agency that the report is by, as the register has it."""
        return self._agencies[id(report)]

    def last_year(self, report: AnnualReport) -> ReadReport | None:
        """Last year's report of the same agency."""
        return self._by_name.get((report.agency, report.year - 1)) if report.agency and report.year else None

    def predecessors(self, agency: Agency | None, year: int | None) -> tuple[Predecessor, ...]:
        """The agencies that this one continues, with their reports of last year, if any of those is here."""
        if agency is None or year is None:
            return ()
        found = [(code, self._by_code.get((code, year - 1))) for code in agency.predecessors]
        return tuple(
            Predecessor(
                self._names.get(code, code),
                PriorReport(last.report, last.reading) if last else None,
                divided=self._is_divided(code, agency.code, year),
            )
            for code, last in found
        )

    def _is_divided(self, code: str, continuing: str, year: int) -> bool:
        others = {code} | self._continuing.get(code, set()) - {continuing}
        return any((other, year) in self._by_code for other in others)

    def peers(self, report: AnnualReport) -> tuple[Peer, ...] | None:
        """Reports of other agencies about the same year, asked about before this one, whose prose looks alike."""
        agency = self.agency(report)
        name = agency.name if agency else report.agency
        if name is None or report.year is None:
            return None
        self._asked += 1
        code = agency.code if agency else name
        one = Likely(code, name, report.year, self._asked, report, bands_of(report, name))
        found = self._peers.like(one, self._asked)
        self._peers.add(one)
        # One report in several files may name its agency more or less fully.
        return found and tuple(peer for peer in found if peer.name not in name and name not in peer.name)


def agency_of(report: AnnualReport, register: Iterable[Agency]) -> Agency | None:
    """The agency that the report is by: the one of that name, else the one with the longest name in its heading."""
    agencies = list(register)
    named = [agency for agency in agencies if agency.name == report.agency]
    heading = f"{report.agency or ''} {report.title or ''}"
    named = named or sorted((agency for agency in agencies if agency.name in heading), key=lambda each: len(each.name))
    return named[-1] if named else None

"""From a document to a report: the edition, the tables, the six parts, and what is said about the whole."""

import re

import msgspec

from services.ingest.claims.extract import claims
from services.ingest.document import Document, Grid
from services.ingest.interpreter import dumps, fused, page_breaks, spanless, stream
from services.ingest.interpreter.doubts import doubted
from services.ingest.interpreter.edition import choose, table_text
from services.ingest.interpreter.figures import Settled, TableReading, read_cells, settle_rows
from services.ingest.interpreter.metadata import metadata
from services.ingest.interpreter.preamble import preamble
from services.ingest.interpreter.sections import sections
from services.ingest.interpreter.several import one_report
from services.ingest.interpreter.tables import Finder
from services.ingest.interpreter.vocabulary import Vocabulary, vocabulary
from services.ingest.labels import squeeze
from services.ingest.notes import note
from services.ingest.read_report import ReadReport
from services.ingest.reasons import unreadable
from shared.report.annual_report import AnnualReport
from shared.report.reading import Note, Reading

_ENOUGH_LABELS = 5
"""This many of the form's row labels in a text say that a table is meant, even where its figures cannot be read."""


def interpret(document: Document) -> ReadReport:
    """Read a document as an annual report.

    Raises:
        UnreadableFileError: it holds none of the statutory tables, or an empty form.
    """
    document = one_report(document)
    about = metadata(document)
    choice = choose(document, about.year)
    words = vocabulary(choice.form.id)
    document = _mended(document, words)
    finder = Finder(words)
    finder.read(document)
    settled = settle_rows(finder.candidates(), stream.candidates(document, words))
    settled = fused.settle(settled, document, words)
    _require_figures(document, words, settled)
    tables = doubted(read_cells(settled, words), document.doubts)
    prose = sections(document, words)
    report = AnnualReport(
        agency=about.agency,
        year=about.year,
        edition=choice.form.id,
        title=about.title,
        published_on=about.published_on,
        index_number=about.index_number,
        publisher=about.publisher,
        period=about.period,
        tables=tables.figures,
        merged_rows=tables.merged_rows,
        preamble=preamble(document, about.title, prose),
        sections=prose,
        claims=claims(prose, choice.form, about.year, frozenset(tables.merged_rows), about.agency),
    )
    notes = (*document.notes, *about.notes, *choice.notes, *finder.notes, *_extras(settled, tables), *tables.notes)
    return ReadReport(report, Reading(document.format, tables.cells, notes))


def _mended(document: Document, words: Vocabulary) -> Document:
    """The document with rows and columns as they were before a copy lost lines and spans."""
    blocks = dumps.in_rows(document, words)
    mended = tuple(_whole(block, words) if isinstance(block, Grid) else block for block in blocks)
    return msgspec.structs.replace(document, blocks=mended)


def _whole(grid: Grid, words: Vocabulary) -> Grid:
    return spanless.mended(page_breaks.mended(grid, words), words)


def _require_figures(document: Document, words: Vocabulary, settled: Settled) -> None:
    if any(candidate.has_values for candidate in settled.values()):
        return
    text = table_text(document).replace("\n", "")
    labels = [label for label in (squeeze(label) for label in words.labels.values()) if label in text]
    bare = [key for key in words.rows if key in text and len(key) > len("行政复议")]
    if not settled and len(labels) < _ENOUGH_LABELS and len(bare) < _ENOUGH_LABELS:
        raise unreadable("document.no_statutory_tables")
    # Fused text prints figures right behind a label; `2.` behind a label is the number of the next one.
    if not any(re.search(re.escape(key) + r"(?!\d{1,2}[.、])[\d/]", text) for key in bare):
        raise unreadable("form.empty")


def _extras(settled: Settled, tables: TableReading) -> list[Note]:
    """Rows that add up what the form prints apart, which are not cells of this report."""
    rows = {*tables.cells, *(address.rpartition(".")[0] for address in tables.cells)}
    return [note("row.subtotal_ignored", at) for at, row in settled.items() if row.cells and at not in rows]

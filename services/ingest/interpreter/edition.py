"""Which edition of the form a report uses: by the words only one edition prints, else by the report year."""

import msgspec

from services.ingest.document import Document, Paragraph
from services.ingest.labels import squeeze
from services.ingest.notes import note
from shared.report.edition import Edition, edition_for, editions
from shared.report.reading import Note


class Choice(msgspec.Struct, frozen=True):
    """An edition and what there is to say about it."""

    form: Edition
    notes: tuple[Note, ...] = ()


def choose(document: Document, year: int | None) -> Choice:
    """The edition of a document about `year`."""
    printed = table_text(document)
    counts = {form.id: sum(token in printed for token in form.tokens) for form in editions().values()}
    best = max(counts, key=lambda form_id: counts[form_id])
    if counts[best] == 0 or list(counts.values()).count(counts[best]) > 1:
        return _by_year(year)
    form = editions()[best]
    if year is not None and edition_for(year).first_year > form.first_year:
        return Choice(form, (note("form.older_edition", "file", str(year), form.id),))
    return Choice(form)


def table_text(document: Document) -> str:
    """Everything printed in tables, squeezed; all text where the document has no table."""
    cells = [
        squeeze(cell.text)
        for block in document.blocks
        if not isinstance(block, Paragraph)
        for row in block.rows
        for cell in row
    ]
    paragraphs = [squeeze(block.text) for block in document.blocks if isinstance(block, Paragraph)]
    return "\n".join(cells) + "\n" + "\n".join(paragraphs)


def _by_year(year: int | None) -> Choice:
    if year is None:
        form = max(editions().values(), key=lambda form: form.first_year)
        return Choice(form, (note("form.edition_assumed", "file", value=form.id),))
    form = edition_for(year)
    return Choice(form, (note("form.edition_by_year", "file", value=form.id),))

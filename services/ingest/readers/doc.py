"""Word 97–2003 binary documents (.doc), and the .wps of Kingsoft WPS, which has the same inside."""

from services.ingest.compound import Compound, open_compound
from services.ingest.document import Document, Grid
from services.ingest.flow import Flow
from services.ingest.notes import note
from services.ingest.sniff import Source
from services.ingest.word97.binary import damaged
from services.ingest.word97.fib import Fib, read_fib
from services.ingest.word97.formatting import Pages
from services.ingest.word97.lists import read_lists
from services.ingest.word97.piece_table import read_pieces
from services.ingest.word97.story import Story, WordFile
from services.ingest.word97.styles import read_styles


def read(source: Source) -> Document:
    """The document a Word file makes: its body, then what stands in text boxes. Headers and footnotes are not read.

    Raises:
        UnreadableFileError: damage, a password, a version before Word 97, or more than any report has.
    """
    with open_compound(source.data) as compound:
        stream = compound.stream("WordDocument")
        if stream is None:
            raise damaged("WordDocument")
        fib = read_fib(stream)
        table = _table(compound, fib)
        data = compound.stream("Data") or b""
        title = compound.title()
    file = WordFile(
        read_pieces(fib, table, stream),
        Pages(fib.paragraph_pages, table, stream, of_paragraphs=True),
        Pages(fib.character_pages, table, stream, of_paragraphs=False),
        read_styles(fib.styles, table),
        read_lists(fib.lists, fib.list_overrides, table),
        data,
    )
    story = Story(file)
    body, boxes = Flow(), Flow("textbox.")
    story.read(0, fib.body, body)
    story.read(fib.boxes_from, fib.boxes_from + fib.boxes, boxes)
    blocks = (*body.blocks(), *boxes.blocks())
    notes = list(source.notes)
    if story.hides_text or body.hides_text or boxes.hides_text:
        notes.append(note("text.hidden", "file"))
    if story.is_revised:
        notes.append(note("text.revised", "file"))
    doubts = body.doubts | boxes.doubts
    if story.lacks_formatting:
        doubts |= {block.at: "text.formatting_lost" for block in blocks if isinstance(block, Grid)}
    return Document("doc", blocks, {"title": title} if title else {}, tuple(notes), doubts)


def _table(compound: Compound, fib: Fib) -> bytes:
    """The stream of tables that the file names, or the only one there is."""
    for number in (fib.table_stream, 1 - fib.table_stream):
        if (table := compound.stream(f"{number}Table")) is not None:
            return table
    raise damaged("0Table / 1Table")

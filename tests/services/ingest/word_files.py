"""Word files written by hand for tests: markup as Word, WPS and converters write it, wrapped in each kind of file."""

import io
import zipfile
from collections.abc import Callable, Mapping
from xml.sax.saxutils import escape

from shared.layout.printed_report import PrintedCell, PrintedLine, PrintedReport, PrintedTable, printed_report
from tests.corpus import shelf

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
WORD_2003 = "http://schemas.microsoft.com/office/word/2003/wordml"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
NAMESPACES = (
    f'xmlns:r="{OFFICE}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:aml="http://schemas.microsoft.com/aml/2001/core" xmlns:wx="http://schemas.microsoft.com/office/word/2003/auxHint"'
)
CONTENT_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
Fill = Callable[[PrintedCell], str]
"""What stands between `<w:tc>`'s properties and its end."""
Draw = Callable[[PrintedTable, Fill], str]


def report(name: str = "haitang-2022") -> PrintedReport:
    return printed_report(shelf.report(name))


def run(text: str, properties: str = "") -> str:
    own = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    return f'<w:r>{own}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def paragraph(content: str, properties: str = "") -> str:
    own = f"<w:pPr>{properties}</w:pPr>" if properties else ""
    return f"<w:p>{own}{content}</w:p>"


def plain(cell: PrintedCell) -> str:
    return paragraph(run(cell.text) if cell.text else "")


def table(printed: PrintedTable, fill: Fill = plain) -> str:
    """A table with `gridSpan` and `vMerge`, every merged cell repeated in the rows that it covers."""
    rows: list[str] = []
    open_cells: dict[int, tuple[int, int]] = {}
    for printed_row in printed.rows:
        cells: list[str] = []
        column = 0
        waiting = list(printed_row)
        while waiting or column in open_cells:
            if column in open_cells:
                right, left = open_cells[column]
                cells.append(_cell(right, "<w:vMerge/>", "<w:p/>"))
                open_cells[column] = (right, left - 1)
                column += right
                continue
            cell = waiting.pop(0)
            if cell.down > 1:
                open_cells[column] = (cell.right, cell.down)
                open_cells[column] = (cell.right, cell.down - 1)
            merge = '<w:vMerge w:val="restart"/>' if cell.down > 1 else ""
            cells.append(_cell(cell.right, merge, fill(cell)))
            column += cell.right
        open_cells = {place: (right, left) for place, (right, left) in open_cells.items() if left > 0}
        rows.append(f"<w:tr>{''.join(cells)}</w:tr>")
    return f"<w:tbl><w:tblPr/><w:tblGrid/>{''.join(rows)}</w:tbl>"


def _cell(right: int, merge: str, content: str) -> str:
    span = f'<w:gridSpan w:val="{right}"/>' if right > 1 else ""
    return f"<w:tc><w:tcPr>{span}{merge}</w:tcPr>{content}</w:tc>"


def body(printed: PrintedReport, fill: Fill = plain, draw: Draw = table) -> str:
    return "".join(
        paragraph(run(block.text)) if isinstance(block, PrintedLine) else draw(block, fill) + "<w:p/>"
        for block in printed.blocks
    )


def document(content: str, namespace: str = W) -> str:
    """The main part."""
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><w:document xmlns:w="{namespace}" {NAMESPACES}>'
        f"<w:body>{content}<w:sectPr/></w:body></w:document>"
    )


def docx(content: str, parts: Mapping[str, str | bytes] = {}, related: str = "", namespace: str = W) -> bytes:
    """A package with that body, other parts by name, and relationships of the main part."""
    relationships = "http://schemas.openxmlformats.org/package/2006/relationships"
    members: dict[str, str | bytes] = {
        "[Content_Types].xml": CONTENT_TYPES,
        "_rels/.rels": f'<Relationships xmlns="{relationships}"><Relationship Id="rId1" '
        f'Type="{OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>',
        "word/_rels/document.xml.rels": f'<Relationships xmlns="{relationships}">{related}</Relationships>',
        "word/document.xml": document(content, namespace),
        **parts,
    }
    return zipped(members)


def zipped(members: Mapping[str, str | bytes]) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return written.getvalue()


def relation(name: str, kind: str, target: str) -> str:
    return f'<Relationship Id="{name}" Type="{OFFICE}/{kind}" Target="{target}"/>'


def word_2003(content: str, styles: str = "") -> bytes:
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?><?mso-application progid="Word.Document"?>'
        f'<w:wordDocument xmlns:w="{WORD_2003}" {NAMESPACES}>{styles}<w:body><wx:sect>{content}<w:sectPr/></wx:sect>'
        "</w:body></w:wordDocument>"
    ).encode()


def flat(content: str) -> bytes:
    """A flat package."""
    main = document(content).partition("?>")[2]
    return (
        '<?xml version="1.0" standalone="yes"?><?mso-application progid="Word.Document"?>'
        '<pkg:package xmlns:pkg="http://schemas.microsoft.com/office/2006/xmlPackage">'
        f'<pkg:part pkg:name="/word/document.xml"><pkg:xmlData>{main}</pkg:xmlData></pkg:part></pkg:package>'
    ).encode()

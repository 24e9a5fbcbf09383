"""What editors and content systems do to a web page around and inside its tables."""

import re
from collections.abc import Iterator

from services.cli.synthesis.chance import Chance, happens, pick

_CELL = re.compile(r"<(t[dh])((?: [^>]*)?)>([^<]*)</\1>")
_ROW = re.compile(r"<tr>(.*?)</tr>\n", re.DOTALL)
_FIGURE = re.compile(r"(<td[^>]*>)(\d+)(</td>)")
_BODY = re.compile(r"<body>\n(.*)</body>", re.DOTALL)


def word_paste(draw: Chance, page: str) -> str:
    """Tables pasted from Word: a paragraph and spans in every cell, styles for Office everywhere, `o:p` at the ends."""
    size = pick(draw, ("10.5pt", "9.0pt"))
    align = pick(draw, ("center", "left"))

    def pasted(match: re.Match[str]) -> str:
        attributes, text = match[2], match[3] or pick(draw, ("", "&nbsp;"))
        attributes = re.sub(r' scope="[^"]*"', "", attributes)
        return (
            f'<td width="{int(draw.integers(40, 200))}" valign="top"{attributes} style="border:solid windowtext 1.0pt;'
            f'mso-border-alt:solid windowtext .5pt;padding:0cm 5.4pt 0cm 5.4pt"><p class="MsoNormal" align="{align}" '
            f'style="text-align:{align};mso-layout-grid-align:none"><span lang="EN-US" style="font-size:{size};'
            f'font-family:宋体;mso-bidi-font-family:宋体;mso-font-kerning:0pt"><font face="宋体">{text}</font>'
            "<o:p></o:p></span></p></td>"
        )

    page = page.replace("<table>", '<table class="MsoTableGrid" border="1" cellspacing="0" cellpadding="0">')
    page = page.replace("<thead>\n", "").replace("</thead>\n", "")
    return _CELL.sub(pasted, page).replace("<p>", '<p class="MsoNormal" style="mso-para-margin-bottom:0">')


def nested_tables(draw: Chance, page: str) -> str:
    """The page is laid out with tables: navigation beside the article, the article in a cell, once or twice."""

    def wrapped(match: re.Match[str]) -> str:
        content = match[1]
        for _ in range(int(draw.integers(1, 4))):
            side = pick(draw, ("", "<td width=180>首页<br>机构概况<br>信息公开</td>"))
            above = pick(
                draw, ("", f"<tr><td{' colspan=2' if side else ''}>当前位置：首页 &gt; 信息公开年报</td></tr>")
            )
            content = f'<table width="100%" border=0>{above}<tr>{side}<td>{content}</td></tr></table>'
        return f"<body>\n{content}</body>"

    return _BODY.sub(wrapped, page)


def hidden_rows(draw: Chance, page: str) -> str:
    """Rows that nobody sees, with other figures in them."""

    def with_decoy(match: re.Match[str]) -> str:
        if not happens(draw, 0.2) or not _FIGURE.search(match[0]):
            return match[0]
        decoy = _FIGURE.sub(lambda cell: f"{cell[1]}{int(draw.integers(1, 99))}{cell[3]}", match[0])
        hidden = pick(
            draw, ('<tr style="display:none">', "<tr hidden>", '<tr style="visibility: hidden;display: none">')
        )
        decoy = decoy.replace("<tr>", hidden).replace(' rowspan="', ' data-rows="')
        return decoy + match[0] if happens(draw, 0.5) else match[0] + decoy

    return _ROW.sub(with_decoy, page)


def hard_spaces(draw: Chance, page: str) -> str:
    """Non-breaking spaces in cells, blank or not."""

    def spaced(match: re.Match[str]) -> str:
        space = pick(draw, ("&nbsp;", "&#160;", "\u3000", "&nbsp;&nbsp;"))
        text = f"{space}{match[3]}" if happens(draw, 0.5) else f"{match[3]}{space}"
        return f"<{match[1]}{match[2]}>{text}</{match[1]}>"

    return _CELL.sub(spaced, page)


def unclosed_tags(draw: Chance, page: str) -> str:
    """Cells and rows that are never closed, as HTML allows."""
    del draw
    return re.sub(r"</(?:td|th|tr|p)>", "", page)


def cells_as_paragraphs(draw: Chance, page: str) -> str:
    """No table at all: every cell is a paragraph of its own, blank ones included or not."""
    keep_blanks = happens(draw, 0.5)

    def paragraphs(match: re.Match[str]) -> str:
        return "".join(_paragraphs(match[0], keep_blanks=keep_blanks))

    return re.sub(r'<div class="table">.*?</div>', paragraphs, page, flags=re.DOTALL)


def _paragraphs(table: str, *, keep_blanks: bool) -> Iterator[str]:
    for cell in _CELL.finditer(table):
        if cell[3]:
            yield f"<p>{cell[3]}</p>\n"
        elif keep_blanks:
            yield "<p>&nbsp;</p>\n"

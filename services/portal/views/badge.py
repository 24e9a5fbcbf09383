"""A small picture of a grade: year, grade and score in words and in a shape of their own, for an agency's own site."""

from decimal import Decimal
from html import escape

from shared.report.scorecard import Grade
from shared.report.text import Text

SUBJECT = Text("年报评价", "Report grade")
_HEIGHT = 24
_WIDE, _NARROW, _GAP = 13, 7.2, 8
_INK = {
    Grade.EXCELLENT: "#0a6b4b",
    Grade.GOOD: "#1a5aa6",
    Grade.PASS: "#865600",
    Grade.FAIL: "#ab231c",
    Grade.NOT_RATED: "#56616f",
}
# Besides its colour each grade has a shape: star, disc, diamond, cross, ring.
_SHAPES = {
    Grade.EXCELLENT: '<path d="M8 1.5l2 4.3 4.6.6-3.4 3.2.9 4.7L8 12l-4.1 2.3.9-4.7L1.4 6.4 6 5.8z"/>',
    Grade.GOOD: '<circle cx="8" cy="8" r="6"/>',
    Grade.PASS: '<path d="M8 1l7 7-7 7-7-7z"/>',
    Grade.FAIL: '<path d="M2 4l2-2 4 4 4-4 2 2-4 4 4 4-2 2-4-4-4 4-2-2 4-4z"/>',
    Grade.NOT_RATED: '<circle cx="8" cy="8" r="5" fill="none" stroke="#fff" stroke-width="2"/>',
}


def badge(subject: str, says: str, grade: Grade, language: str) -> str:
    """The picture as SVG: the subject on the left, shape and words of the grade on the right."""
    left = _width(subject) + 2 * _GAP
    right = _width(says) + 16 + 3 * _GAP
    whole = escape(f"{subject} {says}")
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{left + right:.0f}" height="{_HEIGHT}" '
        f'viewBox="0 0 {left + right:.0f} {_HEIGHT}" role="img" aria-label="{whole}" xml:lang="{language}">'
        f"<title>{whole}</title>"
        f'<rect width="{left + right:.0f}" height="{_HEIGHT}" rx="4" fill="#1a2433"/>'
        f'<path d="M{left:.0f} 0h{right - 4:.0f}a4 4 0 0 1 4 4v16a4 4 0 0 1-4 4H{left:.0f}z" fill="{_INK[grade]}"/>'
        f'<g fill="#fff" font-size="13" font-family="{_FONT}">'
        f'<text x="{_GAP}" y="17">{escape(subject)}</text>'
        f'<g transform="translate({left + _GAP:.0f} 4)">{_SHAPES[grade]}</g>'
        f'<text x="{left + 16 + 2 * _GAP:.0f}" y="17" font-weight="bold">{escape(says)}</text>'
        "</g></svg>\n"
    )


def score(total: Decimal | None, grade: Grade) -> str:
    """The score as a badge says it; none where there is no grade."""
    return "" if total is None or grade is Grade.NOT_RATED else f" {total:.2f}"


def _width(words: str) -> float:
    return sum(_NARROW if letter.isascii() else _WIDE for letter in words)


_FONT = "'PingFang SC','Microsoft YaHei','Noto Sans CJK SC',sans-serif"

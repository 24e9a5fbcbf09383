"""Bytes of a text file as characters: what the file declares, then what fits, GB18030 before other guesses."""

import codecs
import re

from charset_normalizer import from_bytes

from services.ingest.notes import note
from services.ingest.reasons import unreadable
from shared.report.reading import Note

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_DECLARED = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([A-Za-z0-9_.:-]{2,20})""", re.IGNORECASE)
_DECLARATION_WITHIN = 16_384
_SAMPLE = 200_000
_MAX_REPLACED_SHARE = 0.001
_MAX_REPLACED_SHARE_OF_A_REPORT = 0.01
_MAX_CONTROL_SHARE = 0.01
_NUL_SHARE = 0.2
_WIDER = {"gb2312": "gb18030", "gbk": "gb18030", "gb_2312-80": "gb18030", "x-gbk": "gb18030", "cp936": "gb18030"} | {
    "big5": "cp950",
    "big5-hkscs": "big5hkscs",
    "unicode": "utf-16-le",
}
_CHINESE = ("utf-8", "gb18030", "cp950", "big5hkscs")
_UTF_16 = ("utf-16-le", "utf-16-be")
_WORDS = ("政府", "信息", "公开", "申请", "报告", "年度", "行政", "总计", "公開", "申請", "報告", "總計", "資訊")
_ENOUGH_WORDS = 2
"""Different words of the form in a text: bytes read in a wrong encoding may be letters, but not these words."""


def decode(data: bytes, media_type: str = "") -> tuple[str, tuple[Note, ...]]:
    """The text of a file, and a note when some bytes of it do not fit its encoding.

    Of the encodings that fit, the first in which the text speaks of what reports speak of is taken; what the file
    declares is tried first and is not believed against that.

    Raises:
        UnreadableFileError: `file.encoding` or `file.binary_noise`.
    """
    for bom, bom_encoding in _BOMS:
        if data.startswith(bom):
            return _lenient(data[len(bom) :], bom_encoding)
    if (encoding := _without_bom(data)) is not None:
        return _lenient(data, encoding)
    fitting: str | None = None
    for candidate in _candidates(data, media_type):
        text = _strict(data, candidate)
        if text is not None and _is_report_like(text):
            return _checked(text), ()
        # UTF-16 fits nearly everything; without the words it is no evidence.
        if fitting is None and candidate not in _UTF_16:
            fitting = text
    return (_checked(fitting), ()) if fitting is not None else _guessed(data)


def _candidates(data: bytes, media_type: str) -> list[str]:
    named = [
        known
        for place in (media_type.encode(), data[:_DECLARATION_WITHIN])
        if (declared := _DECLARED.search(place)) and (known := _known(declared[1].decode().lower()))
    ]
    return list(dict.fromkeys([*named, *_CHINESE, *_UTF_16]))


def _is_report_like(text: str) -> bool:
    return sum(word in text for word in _WORDS) >= _ENOUGH_WORDS


def _known(name: str) -> str | None:
    try:
        known = codecs.lookup(_WIDER.get(name, name))
    except LookupError:
        return None
    # A file that declares UTF-16 in ASCII letters is not UTF-16; codecs such as `hex` are no text encodings at all.
    return None if known.name.startswith(("utf-16", "utf-32")) or not known._is_text_encoding else known.name  # noqa: SLF001


def _strict(data: bytes, encoding: str) -> str | None:
    """The text, or None when any byte does not fit; a character cut off at the very end is let go."""
    decoder = codecs.getincrementaldecoder(encoding)("strict")
    try:
        return decoder.decode(data)
    except UnicodeDecodeError:
        return None


def _guessed(data: bytes) -> tuple[str, tuple[Note, ...]]:
    for encoding in _CHINESE:
        if _is_report_like(data.decode(encoding, "replace")):
            return _lenient(data, encoding, _MAX_REPLACED_SHARE_OF_A_REPORT)
    best = from_bytes(data[:_SAMPLE], preemptive_behaviour=False).best()
    if best is not None and (guess := _strict(data, best.encoding)) is not None:
        return _checked(guess), ()
    for encoding in _CHINESE[:2]:
        text = data.decode(encoding, "replace")
        if text.count("\ufffd") <= len(text) * _MAX_REPLACED_SHARE:
            return _lenient(data, encoding)
    raise unreadable("file.binary_noise" if _noise(data.decode("latin-1")) else "file.encoding")


def _lenient(data: bytes, encoding: str, most: float = _MAX_REPLACED_SHARE) -> tuple[str, tuple[Note, ...]]:
    text = codecs.getincrementaldecoder(encoding)("replace").decode(data)
    replaced = text.count("\ufffd")
    if replaced > max(1, len(text) * most):
        raise unreadable("file.encoding")
    return _checked(text), (note("text.replaced", "file", value=replaced),) if replaced else ()


def _without_bom(data: bytes) -> str | None:
    """UTF-16 that does not say so shows in a NUL beside every ASCII character, always on the same side."""
    sample = data[:_SAMPLE]
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    half = len(sample) / 2 or 1
    if odd / half > _NUL_SHARE and even / half < _NUL_SHARE / 10:
        return "utf-16-le"
    if even / half > _NUL_SHARE and odd / half < _NUL_SHARE / 10:
        return "utf-16-be"
    return None


def _checked(text: str) -> str:
    if _noise(text):
        raise unreadable("file.binary_noise")
    return text


def _noise(text: str) -> bool:
    controls = sum(text.count(chr(code)) for code in range(32) if chr(code) not in "\t\n\r\f\v\x1a")
    return controls > len(text) * _MAX_CONTROL_SHARE

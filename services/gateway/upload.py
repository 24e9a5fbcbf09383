"""A filing as it streams in: the file is counted against its limit and digested while it arrives."""

import hashlib
import re
import tempfile
import unicodedata
from collections.abc import AsyncIterator, Mapping
from email.message import Message
from mimetypes import guess_extension, guess_type
from pathlib import PurePath
from types import TracebackType
from typing import Self

from litestar.datastructures import Headers
from multipart import (  # type: ignore[import-untyped] # multipart ships no types
    MultipartError,
    MultipartSegment,
    ParserLimitReached,
    PushMultipartParser,
)

from services.gateway.refusals import (
    FILE_EMPTY,
    FILE_MISSING,
    FILE_REPEATED,
    FILE_TOO_LARGE,
    FORM_MALFORMED,
    FORM_TOO_LONG,
    MEDIA_TYPE_UNSUPPORTED,
    refusal,
)

FILE_FIELD = "file"
TEXT_FIELD = "text"
"""A page or its text, pasted instead of choosing a file."""
UNKNOWN_TYPE = "application/octet-stream"
_FORM_TYPE = "multipart/form-data"
_IN_MEMORY = 1 << 20
_MOST_FIELDS = 16
_LONGEST_FIELD = 1 << 14
_LONGEST_NAME = 200
_MARKUP = re.compile(rb"<(?:!doctype|html|head|body|meta|table|div|p|br|h[1-6]|span)\b", re.IGNORECASE)
_CHARSET = re.compile(r"charset\s*=\s*\"?([A-Za-z0-9_.:-]{1,40})", re.IGNORECASE)
_MEDIA_TYPE = re.compile(r"[a-z0-9!#$&^_.+-]{1,100}/[a-z0-9!#$&^_.+-]{1,100}")


class Upload:
    """One file and the fields that came with it. The bytes lie in memory while few, then in a nameless file on disk."""

    def __init__(self, limit: int) -> None:
        self.fields: dict[str, str] = {}
        self.filename = ""
        self.media_type = UNKNOWN_TYPE
        self.size = 0
        self._limit = limit
        self._digest = hashlib.sha256()
        self._content = tempfile.SpooledTemporaryFile[bytes](_IN_MEMORY)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._content.close()

    @property
    def sha256(self) -> str:
        """The digest of what has arrived, in hexadecimal."""
        return self._digest.hexdigest()

    @property
    def data(self) -> bytes:
        """Everything that has arrived."""
        self._content.seek(0)
        return self._content.read()

    def write(self, chunk: bytes | bytearray) -> None:
        """Take in the next bytes of the file.

        Raises:
            ProblemError: with them the file is over its limit.
        """
        self.size += len(chunk)
        self.assure_room(self.size)
        self._digest.update(chunk)
        self._content.write(chunk)

    def assure_room(self, size: int) -> None:
        """Let so many bytes pass.

        Raises:
            ProblemError: they are over the limit.
        """
        if size > self._limit:
            raise refusal(FILE_TOO_LARGE.fault(FILE_FIELD, limit=self._limit))

    def describe(self, filename: str | None, media_type: str | None) -> None:
        """Say what the file is called and of what type and charset, as far as known; name and type help each other."""
        essence, _, parameters = (media_type or "").partition(";")
        essence = essence.strip().lower()
        plain = plain_name(filename or "")
        if not _MEDIA_TYPE.fullmatch(essence):
            essence = guess_type(plain)[0] or UNKNOWN_TYPE
        charset = _CHARSET.search(parameters)
        self.media_type = f"{essence}; charset={charset[1].lower()}" if charset else essence
        self.filename = plain or f"report{guess_extension(essence) or ''}"

    def paste(self, content: bytes | bytearray) -> None:
        """Take in a pasted page or text as if it were a file.

        Raises:
            ProblemError: it is over the limit.
        """
        kind, suffix = ("text/html", "html") if _MARKUP.search(content) else ("text/plain", "txt")
        self.describe(f"粘贴.{suffix}", f"{kind}; charset=utf-8")
        self.write(content)


async def receive(upload: Upload, headers: Headers, query: Mapping[str, str], chunks: AsyncIterator[bytes]) -> None:
    """Take in a body: a form with the file in `file` or a page in `text`, or the file with the fields in `query`.

    Raises:
        ProblemError: no file, an empty or too large one, a broken form, or a type that is neither.
    """
    content_type = headers.get("content-type", "")
    essence = content_type.partition(";")[0].strip().lower()
    upload.fields.update(query)
    if essence == _FORM_TYPE:
        await _receive_form(upload, _boundary(content_type), chunks)
    elif essence.startswith("multipart/") or essence == "application/x-www-form-urlencoded":
        raise refusal(MEDIA_TYPE_UNSUPPORTED.fault(value=essence))
    else:
        upload.describe(query.get("filename"), content_type)
        async for chunk in chunks:
            upload.write(chunk)
    if upload.size == 0:
        raise refusal(FILE_EMPTY.fault(FILE_FIELD))


def plain_name(filename: str) -> str:
    """The last part of a path from any system, without control characters, short enough for every file system."""
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", filename))[-1]
    printable = "".join(letter for letter in last if letter.isprintable()).strip(" .")
    path = PurePath(printable)
    return printable if len(printable) <= _LONGEST_NAME else path.stem[: _LONGEST_NAME - 20] + path.suffix[:20]


def _boundary(content_type: str) -> str:
    message = Message()
    message["Content-Type"] = content_type
    boundary = message.get_boundary()
    if not boundary:
        raise refusal(FORM_MALFORMED.fault())
    return boundary


async def _receive_form(upload: Upload, boundary: str, chunks: AsyncIterator[bytes]) -> None:
    form = _FormReader(upload)
    try:
        with PushMultipartParser(boundary, max_segment_count=_MOST_FIELDS) as parser:
            async for chunk in chunks:
                # An empty piece would mean the end to the parser.
                for part in parser.parse(chunk) if chunk else ():
                    form.take(part)
                if parser.closed:
                    break
    except ParserLimitReached:
        raise refusal(FORM_TOO_LONG.fault()) from None
    except (MultipartError, UnicodeError):
        raise refusal(FORM_MALFORMED.fault()) from None
    if form.pasted.strip():
        if form.has_file:
            raise refusal(FILE_REPEATED.fault(TEXT_FIELD))
        upload.paste(form.pasted)
    elif not form.has_file:
        raise refusal(FILE_MISSING.fault(FILE_FIELD))


class _FormReader:
    """Sorts the parts of a form as the parser hands them over: a heading, then pieces of content, then None."""

    def __init__(self, upload: Upload) -> None:
        self.has_file = False
        self.pasted = bytearray()
        self._upload = upload
        self._part: MultipartSegment | None = None
        self._value = bytearray()

    def take(self, part: MultipartSegment | bytearray | None) -> None:
        if isinstance(part, MultipartSegment):
            self._begin(part)
        elif part is None:
            self._end()
        elif self._in_file:
            self._upload.write(part)
        elif self._part is not None and self._part.name == TEXT_FIELD:
            self.pasted += part
            self._upload.assure_room(len(self.pasted))
        else:
            self._value += part
            if len(self._value) > _LONGEST_FIELD:
                raise refusal(FORM_TOO_LONG.fault())

    @property
    def _in_file(self) -> bool:
        return self._part is not None and self._part.name == FILE_FIELD

    def _begin(self, part: MultipartSegment) -> None:
        self._part = part
        self._value.clear()
        if self._in_file:
            if self.has_file:
                raise refusal(FILE_REPEATED.fault(FILE_FIELD))
            self.has_file = True
            self._upload.describe(part.filename or _extended_name(part), part.header("Content-Type"))

    def _end(self) -> None:
        part, self._part = self._part, None
        if part is None or part.name == FILE_FIELD:
            # A web form whose file was not chosen sends an empty, nameless part.
            self.has_file = self.has_file and not (part and part.filename == "" and not self._upload.size)
        elif part.name and part.name != TEXT_FIELD:
            self._upload.fields[part.name] = self._value.decode("utf-8")


def _extended_name(part: MultipartSegment) -> str | None:
    """The name in the form of RFC 5987 (`filename*=UTF-8''…`), which older clients send for Chinese names."""
    message = Message()
    message["Content-Disposition"] = part.header("Content-Disposition") or ""
    return message.get_filename()

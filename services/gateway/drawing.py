"""An original as pages to look at: a PDF, or a picture where this installation has Pillow; pure."""

import io
import struct
import warnings
import zlib
from importlib.util import find_spec

import msgspec
import pypdfium2

MOST_PAGES = 200
"""The longest reports with all their annexes stay below half of this."""
MOST_FRAMES = 40
WIDTH = 1400
"""Of a drawn page in pixels: legible beside the reading, and half a megabyte at most times."""
MOST_PIXELS = 6_000_000
_MOST_READ_PIXELS = 40_000_000
_FORMATS = ("PNG", "JPEG", "TIFF", "BMP", "GIF", "WEBP")
_HEAD = 1024
_WHITE = (255, 255, 255, 255)
_COMPRESSION = 4


class Job(msgspec.Struct, frozen=True):
    """What is asked about a file: how many pages it has, or with `page` that one (from 1), in so many seconds."""

    page: int | None
    seconds: int


class Drawn(msgspec.Struct, frozen=True):
    """How many pages there are to look at, none when it cannot be drawn, and the one asked for as PNG."""

    pages: int
    picture: bytes | None = None


NOTHING = Drawn(0)


def draw(data: bytes, page: int | None) -> Drawn:
    """Count the pages of a file and draw one of them. Its name and declared type do not matter."""
    if b"%PDF-" in data[:_HEAD]:
        return _pdf(data, page)
    return _picture(data, page) if find_spec("PIL") else NOTHING


def _pdf(data: bytes, page: int | None) -> Drawn:
    try:
        with pypdfium2.PdfDocument(data) as pdf:
            pages = min(len(pdf), MOST_PAGES)
            if page is None or not 0 < page <= pages:
                return Drawn(pages)
            return Drawn(pages, _rendered(pdf[page - 1]))
    except pypdfium2.PdfiumError:
        return NOTHING


def _rendered(page: pypdfium2.PdfPage) -> bytes:
    width, height = (max(side, 1.0) for side in page.get_size())
    scale = min(WIDTH / width, (MOST_PIXELS / (width * height)) ** 0.5)
    bitmap = page.render(scale=scale, rev_byteorder=True, prefer_bgrx=False, fill_color=_WHITE, may_draw_forms=False)
    # Lines are padded to whole words.
    across = bitmap.width * bitmap.n_channels
    whole = memoryview(bitmap.buffer).cast("B")
    lines = (bytes(whole[start : start + across]) for start in range(0, bitmap.stride * bitmap.height, bitmap.stride))
    return _png(bitmap.width, bitmap.height, b"".join(b"\0" + line for line in lines))


def _png(width: int, height: int, lines: bytes) -> bytes:
    """A PNG file of red, green and blue."""
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", head), (b"IDAT", zlib.compress(lines, _COMPRESSION)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, content) for kind, content in chunks)


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def _picture(data: bytes, page: int | None) -> Drawn:
    from PIL import Image, ImageOps  # noqa: PLC0415 - not in every installation

    broken = (OSError, SyntaxError, ValueError, EOFError, IndexError, TypeError, struct.error)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about odd tags and large pictures, which are judged here
            with Image.open(io.BytesIO(data), formats=_FORMATS) as picture:
                # The later frames of a moving picture are no pages.
                frames = 1 if picture.format == "GIF" else getattr(picture, "n_frames", 1)
                pages = min(frames, MOST_FRAMES)
                if picture.width * picture.height > _MOST_READ_PIXELS:
                    return NOTHING
                if page is None or not 0 < page <= pages:
                    return Drawn(pages)
                picture.seek(page - 1)
                if picture.width * picture.height > _MOST_READ_PIXELS:
                    return Drawn(pages)
                upright = ImageOps.exif_transpose(picture).convert("RGB")
                most = (MOST_PIXELS / (upright.width * upright.height)) ** 0.5
                scale = min(1.0, WIDTH / upright.width, most)
                upright.thumbnail((max(int(upright.width * scale), 1), max(int(upright.height * scale), 1)))
                out = io.BytesIO()
                upright.save(out, "PNG")
                return Drawn(pages, out.getvalue())
    except (Image.DecompressionBombError, *broken):
        return NOTHING

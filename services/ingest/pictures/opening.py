"""Picture files as pages of red, green and blue, within limits."""

import io
import struct
import warnings
from collections.abc import Iterator

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageOps, ImageSequence

from services.ingest.reasons import unreadable

FORMATS = ("PNG", "JPEG", "TIFF", "BMP", "GIF", "WEBP")
MAX_PIXELS = 120_000_000
"""A page of 600 dots an inch has a third of this."""
MAX_FRAMES = 40
_BROKEN = (
    OSError,
    SyntaxError,
    ValueError,
    EOFError,
    IndexError,
    TypeError,
    struct.error,
    Image.DecompressionBombError,
)


def pages(data: bytes) -> Iterator[npt.NDArray[np.uint8]]:
    """Every page of a picture file, turned as its camera says, on white paper.

    Raises:
        UnreadableFileError: it is damaged, or has more pages or pixels than any scanned report.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about odd tags and large pictures, which are judged here
            yield from _pages(data)
    except Image.DecompressionBombError:
        raise unreadable("file.too_large_document", what=f"> {MAX_PIXELS} px") from None
    except _BROKEN:
        raise unreadable("file.damaged", what="image") from None


def _pages(data: bytes) -> Iterator[npt.NDArray[np.uint8]]:
    with Image.open(io.BytesIO(data), formats=FORMATS) as picture:
        frames = getattr(picture, "n_frames", 1)
        if frames > MAX_FRAMES:
            raise unreadable("file.too_large_document", what=f"{frames} > {MAX_FRAMES} pages")
        for frame in ImageSequence.Iterator(picture):
            if frame.width * frame.height > MAX_PIXELS:
                raise unreadable("file.too_large_document", what=f"{frame.width} × {frame.height} px")
            yield _on_paper(frame)
            if picture.format == "GIF":
                return  # later frames of a moving picture are no pages


def _on_paper(frame: Image.Image) -> npt.NDArray[np.uint8]:
    turned = ImageOps.exif_transpose(frame)
    if turned.mode in {"RGBA", "LA", "PA"} or "transparency" in turned.info:
        clear = turned.convert("RGBA")
        paper = Image.new("RGBA", clear.size, "white")
        turned = Image.alpha_composite(paper, clear)
    return np.asarray(turned.convert("RGB"), dtype=np.uint8)

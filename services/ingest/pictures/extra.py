"""Whether this installation can recognise pictures, and what is said where it cannot."""

from functools import cache
from importlib.util import find_spec

from services.ingest.reasons import UnreadableFileError, unreadable

_PARTS = ("cv2", "numpy", "onnxruntime", "PIL", "rapidocr")


@cache
def is_installed() -> bool:
    """Whether everything of the extra `ocr` is there."""
    return all(find_spec(part) is not None for part in _PARTS)


def missing(at: str = "file") -> UnreadableFileError:
    """The refusal of a scan where nothing can recognise it."""
    return unreadable("file.ocr_missing", at)

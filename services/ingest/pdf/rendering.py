"""A page of a PDF as a picture, for the recogniser."""

import numpy as np
import numpy.typing as npt
import pypdfium2

from services.ingest.layout.box import Box
from services.ingest.pdf.page import Sheet

DOTS_PER_INCH = 300
MAX_PIXELS = 9_000_000
_POINTS_PER_INCH = 72


def rendered(page: pypdfium2.PdfPage, seen: Sheet, zone: Box) -> npt.NDArray[np.uint8]:
    """What the zone of the page shows, in red, green and blue, upright as the sheet is."""
    scale = min(DOTS_PER_INCH / _POINTS_PER_INCH, (MAX_PIXELS / seen.box.area) ** 0.5)
    bitmap = page.render(scale=scale, rev_byteorder=True, prefer_bgrx=False, fill_color=(255, 255, 255, 255))
    whole = np.rot90(bitmap.to_numpy()[:, :, :3], seen.turns)
    left, top, right, bottom = (round(side * scale) for side in (zone.left, zone.top, zone.right, zone.bottom))
    return np.ascontiguousarray(whole[max(top, 0) : bottom, max(left, 0) : right])

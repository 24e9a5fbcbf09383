"""Drawn reports as scanners and cameras deliver them: slanted, noisy, turned, stamped."""

import io

import cv2
import msgspec
import numpy as np
import numpy.typing as npt
import pypdfium2
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

Picture = npt.NDArray[np.uint8]
_POINTS = 72


class Scanner(msgspec.Struct, frozen=True):
    """How a page comes out: degrees of slant, strength of noise, quarters turned, and a stamp over its middle."""

    dots: int = 150
    slant: float = 0
    noise: float = 0
    quarters: int = 0
    stamp: bool = False

    def pictures(self, drawn: bytes) -> list[Picture]:
        """Every page of a PDF file as a picture."""
        with pypdfium2.PdfDocument(drawn) as whole:
            return [self._scanned(page) for page in whole]

    def _scanned(self, page: pypdfium2.PdfPage) -> Picture:
        bitmap = page.render(scale=self.dots / _POINTS, rev_byteorder=True)
        picture: Picture = bitmap.to_numpy()[:, :, :3].copy()
        height, width = picture.shape[:2]
        if self.stamp:
            cv2.circle(picture, (width // 2, height // 2), width // 8, (215, 40, 40), max(width // 150, 2))
        if self.slant:
            turn = cv2.getRotationMatrix2D((width / 2, height / 2), self.slant, 1)
            picture = np.asarray(cv2.warpAffine(picture, turn, (width, height), borderValue=(255, 255, 255)), np.uint8)
        if self.noise:
            grain = np.random.default_rng(7).normal(0, self.noise, picture.shape)
            picture = np.clip(picture + grain, 0, 255).astype(np.uint8)
        return np.ascontiguousarray(np.rot90(picture, self.quarters))

    def pdf(self, drawn: bytes) -> bytes:
        """The pages as a PDF file of pictures."""
        file = io.BytesIO()
        canvas = Canvas(file)
        for picture in self.pictures(drawn):
            height, width = picture.shape[:2]
            size = width * _POINTS / self.dots, height * _POINTS / self.dots
            canvas.setPageSize(size)
            canvas.drawImage(ImageReader(io.BytesIO(encoded(picture, "JPEG"))), 0, 0, *size)
            canvas.showPage()
        canvas.save()
        return file.getvalue()


def encoded(picture: Picture, kind: str) -> bytes:
    """A picture as a file of that kind."""
    file = io.BytesIO()
    Image.fromarray(picture).save(file, kind)
    return file.getvalue()

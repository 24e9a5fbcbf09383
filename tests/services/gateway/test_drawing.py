"""Pages to look at: of PDFs and pictures, within limits, in a process that a hostile file can at most end."""

import io
import struct
import zlib
from collections.abc import AsyncIterator, Iterator
from hashlib import sha256

import pytest
from PIL import Image
from reportlab.pdfgen.canvas import Canvas

from services.gateway.drawers import Drawers
from services.gateway.drawing import MOST_PAGES, MOST_PIXELS, NOTHING, WIDTH, draw


def pdf(*sizes: tuple[float, float], pages: int = 1) -> bytes:
    """Pages with a black square in their upper left corner."""
    out = io.BytesIO()
    canvas = Canvas(out)
    for width, height in sizes or [(595.0, 842.0)] * pages:
        canvas.setPageSize((width, height))
        canvas.rect(0, height - height / 10, width / 10, height / 10, fill=1)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def picture(form: str = "PNG", size: tuple[int, int] = (400, 300), mode: str = "RGB", frames: int = 1) -> bytes:
    out = io.BytesIO()
    first, *others = [Image.new(mode, size) for _ in range(frames)]
    extra = {"save_all": True, "append_images": others} if others else {}
    first.save(out, form, **extra)
    return out.getvalue()


def seen(data: bytes | None) -> Image.Image:
    assert data is not None
    shown = Image.open(io.BytesIO(data))
    shown.load()
    assert shown.format == "PNG"
    return shown


def test_a_page_of_a_pdf_is_what_is_printed() -> None:
    assert draw(pdf(pages=3), None).pages == 3
    drawn = draw(pdf(pages=3), 2)
    page = seen(drawn.picture)
    assert (drawn.pages, page.width, page.mode) == (3, WIDTH, "RGB")
    assert page.getpixel((20, 20)) == (0, 0, 0)
    assert page.getpixel((WIDTH - 20, page.height - 20)) == (255, 255, 255)


@pytest.mark.parametrize("size", [(595.0, 842.0), (842.0, 595.0), (100.0, 14400.0), (14400.0, 100.0), (1.0, 1.0)])
def test_no_page_is_larger_than_allowed(size: tuple[float, float]) -> None:
    page = seen(draw(pdf(size), 1).picture)
    assert page.width <= WIDTH + 1
    assert page.width * page.height <= MOST_PIXELS * 1.01


@pytest.mark.parametrize("page", [0, -1, 2, 9999])
def test_a_page_that_is_not_there(page: int) -> None:
    assert draw(pdf(), page).picture is None
    assert draw(picture(), page).picture is None


def test_more_pages_than_any_report_has_are_not_shown() -> None:
    long = pdf(pages=MOST_PAGES + 5)
    assert draw(long, None).pages == MOST_PAGES
    assert draw(long, MOST_PAGES + 1).picture is None


@pytest.mark.parametrize("form", ["PNG", "JPEG", "TIFF", "BMP", "GIF", "WEBP"])
def test_a_picture_is_a_page(form: str) -> None:
    drawn = draw(picture(form), 1)
    assert drawn.pages == 1
    assert seen(drawn.picture).size == (400, 300)


def test_a_scan_of_several_pages_and_a_large_one() -> None:
    assert draw(picture("TIFF", frames=3), None).pages == 3
    assert seen(draw(picture("TIFF", frames=3), 3).picture).size == (400, 300)
    assert draw(picture("GIF", frames=1), None).pages == 1
    assert seen(draw(picture(size=(4000, 2000)), 1).picture).width == WIDTH
    assert draw(picture(size=(9000, 5000), mode="1"), 1) == NOTHING


def bomb() -> bytes:
    """A picture that says it is 60000 pixels wide and high."""
    head = b"IHDR" + struct.pack(">IIBBBBB", 60000, 60000, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + head + struct.pack(">I", zlib.crc32(head))


@pytest.mark.parametrize("data", [b"", b"%PDF-", b"%PDF-1.7\n%%EOF", b"PK\x03\x04", b"<html>", bomb(), b"\x89PNG\r\n"])
def test_what_cannot_be_drawn(data: bytes) -> None:
    assert draw(data, None) == NOTHING
    assert draw(data, 1) == NOTHING


def damaged() -> Iterator[bytes]:
    """Files with some bytes changed, every third one cut off as well."""
    whole = [pdf(pages=2), picture("PNG"), picture("TIFF", frames=2), picture("JPEG"), picture("GIF")]
    for turn in range(40):
        chance = sha256(turn.to_bytes(2)).digest()
        data = bytearray(whole[turn % len(whole)])
        for place, value in zip(chance[::2], chance[1::2], strict=True):
            data[(place * 8191 + turn) % len(data)] = value
        yield bytes(data if turn % 3 else data[: len(data) * (chance[0] + 1) // 257])


@pytest.fixture
async def drawers() -> AsyncIterator[Drawers]:
    drawers = Drawers(1, 20)
    yield drawers
    await drawers.stop()


async def test_the_confined_process_draws_the_same(drawers: Drawers) -> None:
    for data in (pdf(pages=2), picture(), picture("JPEG"), picture("TIFF", frames=2)):
        assert await drawers.draw(data) == draw(data, None)
        assert await drawers.draw(data, 1) == draw(data, 1)
    assert await drawers.draw(b"<html>") == NOTHING


async def test_damaged_files_cost_at_most_their_process(drawers: Drawers) -> None:
    for data in damaged():
        drawn = await drawers.draw(data, 1)
        assert drawn.pages >= 0
    assert (await drawers.draw(pdf())).pages == 1


async def test_a_page_that_takes_too_long_is_given_up() -> None:
    hurried = Drawers(1, 0.0)
    assert await hurried.draw(pdf()) == NOTHING
    await hurried.stop()

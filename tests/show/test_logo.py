"""A logo is an image that every format shows, or is refused by every format."""

import io
import struct
import time
import zlib
from datetime import date
from pathlib import Path

import docx
import pytest

from conftest import ROOT, Lpplan
from lpplan.show.document import Document, Letterhead
from lpplan.show.logo import MOST_PIXELS, fault_of, size_of
from lpplan.show.typeset import typeset
from lpplan.show.word import document_word
from lpplan.values.limits import MOST_BYTES_OF_A_LOGO

KINDS = [(0, d) for d in (1, 2, 4, 8, 16)] + [(3, d) for d in (1, 2, 4, 8)]
KINDS += [(colour, depth) for colour in (2, 4, 6) for depth in (8, 16)]
PASSES = [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2)]
PASSES += [(0, 1, 1, 2)]
SIZES = [(1, 1), (5, 3), (16, 9)]
DAY = date(2026, 11, 28)
PLAN = ROOT / "examples" / "worth-it.toml"


def chunk(name: bytes, data: bytes = b"") -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def png(
    size: tuple[int, int] = (5, 3),
    colour: int = 2,
    depth: int = 8,
    *,
    interlaced: bool = False,
    rows: bytes | None = None,
) -> bytes:
    """A black PNG, or one whose unpacked rows are such bytes."""
    if rows is None:
        bits = depth * {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}[colour]
        passes = PASSES if interlaced else [(0, 0, 1, 1)]
        rows = b""
        for left, top, across, down in passes:
            width, height = len(range(left, size[0], across)), len(range(top, size[1], down))
            rows += bytes((width > 0) * height * (1 + (width * bits + 7) // 8))
    head = struct.pack(">IIBBBBB", *size, depth, colour, 0, 0, interlaced)
    palette = chunk(b"PLTE", bytes(3)) if colour == 3 else b""
    packed = chunk(b"IDAT", zlib.compress(rows, 1))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + palette + packed + chunk(b"IEND")


def segment(mark: int, said: bytes) -> bytes:
    return bytes((0xFF, mark)) + struct.pack(">H", len(said) + 2) + said


def jpeg(*, frame: int = 0xC0, size: tuple[int, int] = (8, 8), precision: int = 8) -> bytes:
    """A grey JPEG without any remark of the program that wrote it."""
    width, height = size
    codes = bytes((1, *bytes(15), 0))
    return (
        b"\xff\xd8"
        + segment(0xDB, bytes(1) + bytes([1] * 64))
        + segment(frame, struct.pack(">BHHB", precision, height, width, 1) + bytes((1, 0x11, 0)))
        + segment(0xC4, bytes(1) + codes)
        + segment(0xC4, b"\x10" + codes)
        + segment(0xDA, bytes((1, 1, 0, 0, 63, 0)))
        + b"\x3f\xff\xd9"
    )


def drawn(image: bytes) -> bytes:
    """As Typst shows it. Raises an error where it cannot read it."""
    data = str([*image]).encode()
    return typeset({"main.typ": b'#image(bytes(json("logo")))', "logo": data}, "png")


@pytest.mark.parametrize(("colour", "depth"), KINDS)
@pytest.mark.parametrize("interlaced", [False, True])
def test_every_kind_of_png_is_taken_as_another_reader_takes_it(
    colour: int, depth: int, interlaced: bool
) -> None:
    for size in SIZES:
        image = png(size, colour, depth, interlaced=interlaced)
        assert fault_of(image) is None
        assert size_of(image) == size
    assert drawn(image)


def test_a_jpeg_is_taken_whatever_program_wrote_it() -> None:
    image = jpeg()
    assert fault_of(image) is None
    assert size_of(image) == (8, 8)
    assert drawn(image)
    made = document_word(Document("T", DAY, [], letterhead=Letterhead(logo=image)))
    (shown,) = docx.Document(io.BytesIO(made)).inline_shapes
    assert shown.height.mm == pytest.approx(18, abs=0.1)


@pytest.mark.parametrize("image", [png(), png(colour=3, interlaced=True), jpeg()])
def test_an_image_that_is_cut_short_anywhere_is_refused(image: bytes) -> None:
    for length in range(len(image)):
        assert fault_of(image[:length]), length


def test_a_png_that_is_harmed_anywhere_is_refused() -> None:
    image = png((16, 9))
    for place in range(len(image)):
        harmed = image[:place] + bytes([image[place] ^ 1]) + image[place + 1 :]
        assert fault_of(harmed), place


@pytest.mark.parametrize(
    "image",
    [
        png(rows=b""),
        png(rows=bytes(16 * 2)),
        png(rows=bytes(16 * 2) + b"\x05" + bytes(15)),
        png((0, 3), rows=b"x"),
        png(colour=3).replace(chunk(b"PLTE", bytes(3)), b""),
        png(depth=4, rows=bytes(99)),
        jpeg(frame=0xC9),
        jpeg(precision=12),
        jpeg(size=(8, 0)),
        jpeg().replace(segment(0xDA, bytes((1, 1, 0, 0, 63, 0))), b""),
    ],
)
def test_an_image_that_not_every_program_shows_is_refused(image: bytes) -> None:
    fault = fault_of(image)
    assert fault is not None
    assert fault.message == "names an image that is damaged, or of a kind that few programs show"


@pytest.mark.parametrize("form", ["table", "markdown", "html", "docx", "pdf"])
@pytest.mark.parametrize(
    ("logo", "told"),
    [
        (
            png((100_000, 100_000), rows=b"x"),
            (
                "names an image of 100,000 by 100,000 pixels, and may have 4,000 by 4,000 at most\n"
                "  Save the logo smaller: 1,000 pixels across are plenty.\n"
            ),
        ),
        (
            png()[:-20],
            (
                "names an image that is damaged, or of a kind that few programs show\n"
                "  Open it in a program for images, and save it as PNG.\n"
            ),
        ),
        (
            png() + bytes(MOST_BYTES_OF_A_LOGO),
            (
                "must name a PNG or JPEG image of at most 2,000,000 bytes\n"
                "  Save the logo in one of these forms.\n"
            ),
        ),
    ],
    ids=["large", "damaged", "long"],
)
def test_every_format_refuses_a_logo_that_is_none(
    form: str, logo: bytes, told: str, tmp_path: Path, lpplan: Lpplan
) -> None:
    (tmp_path / "logo.png").write_bytes(logo)
    style, out = tmp_path / "style.toml", tmp_path / "out"
    style.write_text('name = "Oak"\nlogo = "logo.png"\n')
    outcome = lpplan("proposal", PLAN, "--style", style, "-f", form, "-o", out)
    assert outcome == (2, "", f"{style}:2: logo: {told}")
    assert not out.exists()


def test_the_largest_logo_is_judged_at_once() -> None:
    size = (MOST_PIXELS, MOST_PIXELS)
    image, deeper = png(size, 6, 8), png(size, 6, 16)
    began = time.process_time()
    assert fault_of(image) is None
    # Typst would take 300 MB for it.
    assert fault_of(deeper) == (
        "names an image of 16 bits a colour, which is too many for its size",
        "Save the logo smaller, or with 8 bits a colour.",
    )
    assert time.process_time() - began < 3

"""Logos, checked before any format shows them: images that are whole, and of a sensible size."""

import re
import zlib
from collections.abc import Iterator
from typing import Literal, NamedTuple, TypeAlias

from lpplan.values.limits import MOST_BYTES_OF_A_LOGO

MOST_PIXELS = 4_000
"""How wide and how high a logo may be."""

Kind: TypeAlias = Literal["png", "jpeg"]
_Size: TypeAlias = tuple[int, int]

_PNG, _JPEG = b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff"
_MOST_BITS = 8 * 4 * MOST_PIXELS**2
"""Of all pixels together, which whatever draws them has in memory."""
_PIECE = 1 << 14
"""Of packed bytes, which at most become a thousand times as many."""
_CHANNELS = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}
"""How many figures a pixel of PNG is, by its kind of colour."""
_DEPTHS = {0: (1, 2, 4, 8, 16), 3: (1, 2, 4, 8)}
"""How many bits each of them may have; those of other kinds have 8 or 16."""
_PASSES = (
    *((0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4)),
    *((0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)),
)
"""Which pixels of an interlaced PNG come when: the first across and down, and every how many."""
_FILTERS = 4
"""The last of the ways in which a row of PNG is written."""
_FRAMES = range(0xC0, 0xD0)
_NO_FRAMES = (0xC4, 0xC8, 0xCC)
_USUAL_FRAMES = (0xC0, 0xC1, 0xC2)
"""Marks of JPEG that tell the size, those among them that do not, and those all programs know."""
_SCAN, _END = 0xDA, 0xD9


class Fault(NamedTuple):
    """What is wrong with a file that is to be a logo, and how to mend it."""

    message: str
    hint: str


def kind_of(content: bytes) -> Kind | None:
    """Which kind of image a file is; None for one that is no logo."""
    return "png" if content.startswith(_PNG) else "jpeg" if content.startswith(_JPEG) else None


def fault_of(content: bytes) -> Fault | None:
    """What is wrong with a logo; None for one that every format shows."""
    kind = kind_of(content)
    if kind is None or len(content) > MOST_BYTES_OF_A_LOGO:
        message = f"must name a PNG or JPEG image of at most {MOST_BYTES_OF_A_LOGO:,} bytes"
        return Fault(message, "Save the logo in one of these forms.")
    width, height = size_of(content)
    if max(width, height) > MOST_PIXELS:
        return Fault(
            f"names an image of {width:,} by {height:,} pixels, and may have {MOST_PIXELS:,} by"
            f" {MOST_PIXELS:,} at most",
            "Save the logo smaller: 1,000 pixels across are plenty.",
        )
    whole = _is_whole_png(content) if kind == "png" else _is_whole_jpeg(content)
    if not (width and height and whole):
        message = "names an image that is damaged, or of a kind that few programs show"
        return Fault(message, "Open it in a program for images, and save it as PNG.")
    if kind == "png" and width * height * content[24] * _CHANNELS[content[25]] > _MOST_BITS:
        message = "names an image of 16 bits a colour, which is too many for its size"
        return Fault(message, "Save the logo smaller, or with 8 bits a colour.")
    return None


def size_of(content: bytes) -> _Size:
    """How wide and how high an image is in pixels; nothing where it does not say."""
    if kind_of(content) == "png":
        return int.from_bytes(content[16:20]), int.from_bytes(content[20:24])
    frames = (said for mark, said in _segments(content) if mark in _USUAL_FRAMES)
    frame = next(frames, b"")
    return int.from_bytes(frame[3:5]), int.from_bytes(frame[1:3])


def _is_whole_png(content: bytes) -> bool:
    """Whether a PNG has all its chunks unharmed, and in them every row of its pixels.

    Source: PNG specification, sections 5 and 7 to 11.
    """
    chunks = [*_chunks(content)]
    names = [name for name, _ in chunks]
    head = chunks[0][1] if names[:1] == [b"IHDR"] else b""
    if len(head) != 13 or names[-1:] != [b"IEND"] or (head[9] == 3 and b"PLTE" not in names):
        return False
    depth, colour, *others, interlaced = head[8:]
    if depth not in _DEPTHS.get(colour, (8, 16)) or colour not in _CHANNELS or any(others):
        return False
    bits = depth * _CHANNELS[colour]
    rows = []
    for left, top, across, down in _PASSES if interlaced else [(0, 0, 1, 1)]:
        width, height = size_of(content)
        number = -(-(height - top) // down)
        stride = 1 + -(-(-(-(width - left) // across) * bits) // 8)
        rows += [(stride, stride * number)] if stride > 1 and number > 0 else []
    return _has_rows(b"".join(data for name, data in chunks if name == b"IDAT"), rows)


def _chunks(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    """The name and content of each chunk of a PNG, up to its end or to one that is harmed."""
    at, name = len(_PNG), b""
    while name != b"IEND":
        length = int.from_bytes(content[at : at + 4])
        name, data = content[at + 4 : at + 8], content[at + 8 : at + 8 + length]
        at += 12 + length
        if zlib.crc32(name + data) != int.from_bytes(content[at - 4 : at]) or at > len(content):
            return
        yield name, data


def _has_rows(packed: bytes, rows: list[tuple[int, int]]) -> bool:
    """Whether packed bytes hold all rows of so many bytes each, and so many together."""
    unpacking = zlib.decompressobj()
    try:
        for at in range(0, len(packed), _PIECE):
            pixels = unpacking.decompress(packed[at : at + _PIECE])
            while pixels and rows:
                stride, left = rows[0]
                # A row begins with the way in which it is written.
                if max(pixels[left % stride : left : stride], default=0) > _FILTERS:
                    return False
                rows[:1] = [(stride, left - len(pixels))] if left > len(pixels) else []
                pixels = pixels[left:]
    except zlib.error:
        return False
    return not rows


def _is_whole_jpeg(content: bytes) -> bool:
    """Whether a JPEG has its size, pixels and end, in a form that all programs know.

    Source: ITU-T T.81, annex B.
    """
    segments = [*_segments(content)]
    marks = [mark for mark, _ in segments]
    frames = [said for mark, said in segments if mark in _FRAMES and mark not in _NO_FRAMES]
    usual = len(frames) == 1 and frames[0][:1] == b"\x08" and {*marks} & {*_USUAL_FRAMES}
    return bool(usual) and _SCAN in marks and marks[-1] == _END


def _segments(content: bytes) -> Iterator[tuple[int, bytes]]:
    """The mark and content of each segment of a JPEG, up to its end or to one that is harmed."""
    at = 2
    while (found := re.compile(b"\xff+([^\x00\xff])", re.DOTALL).match(content, at)) is not None:
        mark, at = found[1][0], found.end()
        if mark == _END:
            yield mark, b""
            return
        length = int.from_bytes(content[at : at + 2])
        if length < 2 or at + length > len(content):
            return
        yield mark, content[at + 2 : at + length]
        at += length
        if mark == _SCAN:
            # The pixels, in which such a mark means nothing but a new start.
            after = re.compile(b"\xff+[^\x00\xff\xd0-\xd7]", re.DOTALL).search(content, at)
            at = after.start() if after else len(content)

"""Typst at work: the same pages and pictures everywhere, from fonts that are installed with it.

Only what writes PDF or paints pictures imports this: it needs typst and its fonts.
"""

import sys
from collections.abc import Mapping
from functools import cache
from importlib.resources import as_file, files
from typing import Any

import typst

_FONTS = ("fontpkg_noto_sans", "fontpkg_noto_sans_arabic")
"""Libraries that hold fonts: for Latin, Greek and Cyrillic, and for Arabic."""


def typeset(content: Mapping[str, bytes], form: str, **options: Any) -> bytes:
    """The file ``main.typ`` among some files, laid out as ``pdf`` or, for one page, as ``png``.

    Raises typst.TypstError.
    """
    made: bytes = _typst.compile(
        {**content},
        # Nothing is read there, but it has to be: the current folder may be gone.
        root=sys.prefix,
        format=form,
        font_paths=_fonts(),
        ignore_system_fonts=True,
        **options,
    )
    return made


def svg_png(svg: str, scale: float) -> bytes:
    """A picture as PNG, with so many dots for each of its units."""
    page = '#set page(width: auto, height: auto, margin: 0pt)\n#image("picture.svg")'
    content = {"main.typ": page.encode(), "picture.svg": svg.encode()}
    # Typst takes a unit of SVG for a pixel of a screen with 72 of them to the inch.
    return typeset(content, "png", ppi=72 * scale)


_typst: Any = typst  # its types know of no input of several files


@cache
def _fonts() -> Any:
    """The fonts of the libraries and those within Typst, and no others that a machine may have."""
    folders = []
    for library in _FONTS:
        with as_file(files(library) / "files") as folder:
            folders.append(str(folder))
    return typst.Fonts(include_system_fonts=False, font_paths=folders)

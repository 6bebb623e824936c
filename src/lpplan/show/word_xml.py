"""Pieces of a document for Word as XML, each in the order of elements that Word asks for.

Styles are those of ``word_styles.xml``, by their identifiers. Widths are in twentieths of a point.
"""

from collections.abc import Iterable, Sequence

from lpplan.show.text import html_text

PAGE_WIDTH, MARGIN, _PAGE_HEIGHT = 11906, 1020, 16838
"""A4 with margins of 18 mm."""
TEXT_WIDTH = PAGE_WIDTH - 2 * MARGIN
PAGE = (
    f'<w:pgSz w:w="{PAGE_WIDTH}" w:h="{_PAGE_HEIGHT}"/>'
    f'<w:pgMar w:top="1250" w:right="{MARGIN}" w:bottom="1250" w:left="{MARGIN}"'
    ' w:header="600" w:footer="600" w:gutter="0"/>'
)
KEEP = "<w:keepNext/>"


def run(words: str, style: str = "") -> str:
    """Words of one look."""
    look = f'<w:rPr><w:rStyle w:val="{style}"/></w:rPr>' if style else ""
    return f'<w:r>{look}<w:t xml:space="preserve">{html_text(words)}</w:t></w:r>'


def lines(words: Iterable[str]) -> str:
    """Lines of one paragraph."""
    return "<w:r><w:br/></w:r>".join(map(run, words))


def paragraph(style: str, runs: str, properties: str = "") -> str:
    """A paragraph of a style, and with what properties come after its style."""
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{properties}</w:pPr>{runs}</w:p>'


def field(name: str) -> str:
    """A number that Word works out."""
    return f'<w:fldSimple w:instr="{name}">{run("1")}</w:fldSimple>'


def cell(width: int, paragraphs: str, properties: str = "") -> str:
    """A cell of a table, and with what properties come after its width."""
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{properties}</w:tcPr>{paragraphs}</w:tc>'
    )


def row(cells: Iterable[str], properties: str = "") -> str:
    """A row of a table, which no end of a page splits."""
    return f"<w:tr><w:trPr><w:cantSplit/>{properties}</w:trPr>{''.join(cells)}</w:tr>"


def table(style: str, widths: Sequence[int], rows: Iterable[str], *, headed: bool = False) -> str:
    """A table whose columns are so wide, with a look for its first row where that is its head."""
    look = f'<w:tblLook w:val="{"0620" if headed else "0600"}" w:firstRow="{headed:d}"/>'
    columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    return (
        f'<w:tbl><w:tblPr><w:tblStyle w:val="{style}"/>'
        f'<w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:tblLayout w:type="fixed"/>{look}'
        f"</w:tblPr><w:tblGrid>{columns}</w:tblGrid>{''.join(rows)}</w:tbl>"
    )


def picture(relationship: str, number: int, width: int, height: int, words: str) -> str:
    """A picture within a line, so large in English Metric Units, with what it shows."""
    return (
        '<w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0">'
        f'<wp:extent cx="{width}" cy="{height}"/>'
        f'<wp:docPr id="{number}" name="Picture {number}" descr="{html_text(words)}"/>'
        "<a:graphic><a:graphicData"
        ' uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic>'
        f'<pic:nvPicPr><pic:cNvPr id="{number}" name="Picture {number}"/><pic:cNvPicPr/>'
        f'</pic:nvPicPr><pic:blipFill><a:blip r:embed="{relationship}"/>'
        "<a:stretch><a:fillRect/></a:stretch></pic:blipFill>"
        f'<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{width}" cy="{height}"/></a:xfrm>'
        '<a:prstGeom prst="rect"/></pic:spPr></pic:pic></a:graphicData></a:graphic>'
        "</wp:inline></w:drawing></w:r>"
    )

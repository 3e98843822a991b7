"""A picture takes no more than its place and says what it shows."""

import io

import docx
import pytest
from docx.shared import Mm
from PIL import Image

from paper.docx_picture import Picture, draw
from paper.guard import GuardError


def data(size: tuple[int, int]) -> bytes:
    stream = io.BytesIO()
    Image.new("RGB", size, "#cddae7").save(stream, "PNG", dpi=(96, 96))
    return stream.getvalue()


@pytest.mark.parametrize(
    ("size", "width", "height"), [((3000, 900), 100, 30), ((900, 3000), 15, 50), ((96, 96), 25.4, 25.4)]
)
def test_it_is_scaled_down_never_up(size, width, height):
    paragraph = docx.Document().add_paragraph()
    draw(paragraph, Picture(data(size), "青い四角", 100, 50))
    extent = paragraph._p.xpath(".//wp:extent")[0]
    assert (extent.cx, extent.cy) == (pytest.approx(Mm(width), abs=9), pytest.approx(Mm(height), abs=9))
    assert paragraph._p.xpath(".//wp:docPr/@descr") == ["青い四角"]


def test_what_is_no_picture_is_refused_before_anything_is_written():
    with pytest.raises(GuardError):
        Picture(b"no picture", "", 100, 50)

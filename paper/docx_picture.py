"""Pictures in a Word file: inline, with their alternative text, no larger than their place."""

import io
from dataclasses import dataclass

from docx.shared import Mm
from docx.text.paragraph import Paragraph

from paper import guard
from paper.characters import legal


@dataclass(frozen=True)
class Picture:
    """A PNG or JPEG for a paragraph of its own. ``width`` and ``height`` in mm are the most it may take.

    Raises guard.GuardError for what is none.
    """

    data: bytes
    alt: str
    width: float
    height: float

    def __post_init__(self) -> None:
        guard.check_image(self.data)


def draw(paragraph: Paragraph, picture: Picture) -> None:
    """Put the picture into the paragraph."""
    drawn = paragraph.add_run().add_picture(io.BytesIO(picture.data))
    scale = min(1.0, Mm(picture.width) / drawn.width, Mm(picture.height) / drawn.height)
    drawn.width, drawn.height = round(drawn.width * scale), round(drawn.height * scale)
    drawn._inline.docPr.set("descr", legal(picture.alt))
    for side in ("distT", "distB", "distL", "distR"):
        drawn._inline.set(side, "0")  # LibreOffice would leave 3 mm where nothing is said

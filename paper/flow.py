"""What was read of somebody's document: paragraphs and tables in their order, as plain data."""

from dataclasses import dataclass

from paper.grids import Grid


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph. ``level`` from 1 where a style makes it a heading, else 0; ``number`` as the document counts it (第1章, ①),
    empty where it stands in the text or nowhere; ``is_item``: it carries a bullet.
    """

    text: str
    level: int = 0
    number: str = ""
    is_item: bool = False


Flow = tuple[Paragraph | Grid, ...]

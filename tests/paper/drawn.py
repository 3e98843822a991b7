"""How a drawn picture is read in tests: its words with the room they take."""

from itertools import combinations
from typing import NamedTuple
from xml.etree import ElementTree

from paper.phrases import em_width

SVG = "{http://www.w3.org/2000/svg}"


class Word(NamedTuple):
    text: str
    left: float
    top: float
    right: float
    bottom: float
    size: float


def parsed(svg: str) -> ElementTree.Element:
    return ElementTree.fromstring(svg)


def texts(svg: str) -> list[str]:
    return [one.text or "" for one in parsed(svg).iter(f"{SVG}text")]


def words_of(svg: str) -> list[Word]:
    """Every text, with the room its signs take in the font of the papers."""
    found = []
    for one in parsed(svg).iter(f"{SVG}text"):
        size, x, y = (float(one.get(name)) for name in ("font-size", "x", "y"))
        width = em_width(one.text or "") * size
        left = x - {"middle": width / 2, "end": width}.get(one.get("text-anchor"), 0)
        found.append(Word(one.text or "", left, y - size * 0.8, left + width, y + size * 0.1, size))
    return found


def collisions(svg: str) -> list[tuple[str, str]]:
    """Pairs of texts that lie on each other."""
    return [
        (one.text, other.text)
        for one, other in combinations(words_of(svg), 2)
        if one.left < other.right
        and other.left < one.right
        and one.top < other.bottom
        and other.top < one.bottom
    ]


def outside(svg: str) -> list[str]:
    """Texts that leave the picture."""
    width, height = map(float, parsed(svg).get("viewBox").split()[2:])
    return [
        word.text
        for word in words_of(svg)
        if word.left < -1 or word.right > width + 1 or word.top < -1 or word.bottom > height + 1
    ]

"""Text of an office's document as clean HTML of the allowed kind. Pure."""

from collections.abc import Iterable
from html import escape

from strategy.sanitise import clean


def paragraphs(text: str) -> str:
    """Lines as paragraphs; "" for nothing.

    >>> paragraphs("A<B\\n二行目")
    '<p>A&lt;B</p><p>二行目</p>'
    """
    lines = (line.strip() for line in text.split("\n"))
    return cleaned("".join(f"<p>{escape(line, quote=False)}</p>" for line in lines if line))


def bullets(lines: Iterable[str]) -> str:
    """Lines as an unordered list.

    >>> bullets(["子育て", "教育"])
    '<ul><li>子育て</li><li>教育</li></ul>'
    """
    return cleaned("<ul>" + "".join(f"<li>{escape(line, quote=False)}</li>" for line in lines) + "</ul>")


def cleaned(html: str) -> str:
    """HTML with nothing but what a plan's text may hold."""
    return clean(html).html

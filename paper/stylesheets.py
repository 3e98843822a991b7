"""The style sheets of the papers, and the few lines of CSS that an edition's own settings decide."""

from pathlib import Path

FOLDER = Path(__file__).parent / "css"


def names() -> tuple[str, ...]:
    """Names of the style sheets there are.

    >>> names()
    ('comparison', 'comparison-page', 'comparison-stacked', 'meeting', 'opinions', 'plan', 'population', 'print', 'review')
    """
    return tuple(sorted(path.stem for path in FOLDER.glob("*.css")))


def stylesheet(name: str) -> str:
    """Text of one style sheet; LookupError names those that exist.

    >>> stylesheet("print").startswith("/* print.css")
    True
    """
    if name not in names():
        raise LookupError(f"no style sheet {name!r}; there are: {', '.join(names())}")
    return (FOLDER / f"{name}.css").read_text(encoding="utf-8")


def numbering(prefix: str) -> str:
    """CSS for a plan printed as a chapter of another book: 「Ⅳ－」 stands before every page number.

    With a prefix the sign 「Ｐ」 falls away: 「Ⅳ－82（4）」 instead of 「Ｐ82（4）」.
    The first page number itself is given to `paper.pdf.render(body_first_page=…)`.

    >>> numbering("")
    ''
    >>> numbering("Ⅳ－")
    ':root { --page-prefix: "Ⅳ－"; --page-word: ""; }'
    """
    if not prefix:
        return ""
    return f':root {{ --page-prefix: {css_string(prefix)}; --page-word: ""; }}'


def css_string(text: str) -> str:
    r"""Text as a CSS string that no quote, brace or line end can leave.

    >>> css_string('a"} body { display: none }')
    '"a\\000022} body { display: none }"'
    """
    escaped = "".join(
        f"\\{ord(sign):06x}" if sign in '"\\<' or not sign.isprintable() else sign for sign in text
    )
    return f'"{escaped}"'

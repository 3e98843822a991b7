"""What all drawn pictures share: colours, words, lines, round figures for an axis, and keeping words apart.

Plain SVG text with literal colours, so that page, print and a saved file look alike; no text is smaller than 12 px of
the picture it stands in.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from paper.characters import legal
from paper.phrases import em_width

__all__ = [
    "GRID", "INK", "MAIN", "PAPER", "RULE", "SOFT", "Axis", "Size", "axis", "counted", "line", "rect", "spread", "svg",
    "text", "tick_words", "width_of",
]  # fmt: skip

INK, MAIN, SOFT, GRID, RULE, PAPER = "#1a1a1a", "#00234b", "#4d4d4d", "#e6e6e6", "#666666", "#ffffff"
FONT = "BIZ UDPGothic, BIZ UDGothic, Noto Sans JP, Noto Sans CJK JP, sans-serif"
STEPS = (1, 2, 5, 10)


@dataclass(frozen=True)
class Size:
    """A picture's measures in pixels; ``small`` is the size of axes, ``large`` that of what matters most."""

    width: int
    height: int
    top: int
    right: int
    bottom: int
    small: float
    large: float
    radius: float


@dataclass(frozen=True)
class Axis:
    """Foot, head and step of an axis with round figures; ``divisor`` and ``unit`` (「万」, 「億」 or nothing) of its words."""

    foot: float
    head: float
    step: float
    divisor: float = 1.0
    unit: str = ""

    @property
    def ticks(self) -> tuple[tuple[float, str], ...]:
        """Each tick with its words."""
        count = round((self.head - self.foot) / self.step)
        values = [self.foot + place * self.step for place in range(count + 1)]
        return tuple((value, tick_words(value, self.step, self.divisor)) for value in values)


def axis(low: float, high: float, *, most: int = 7, with_zero: bool = False) -> Axis:
    """The axis that holds all values from ``low`` to ``high`` with at most ``most`` ticks, or one more.

    It begins at 0 when asked to, or where 0 is not far from the values; if not, a caption must say so.

    >>> axis(0, 18_300).ticks[-1]
    (20000.0, '20,000')
    >>> axis(380_000, 402_000).foot
    375000.0
    """
    if with_zero or 0 < low < high * 0.4:
        low, high = min(low, 0.0), max(high, 0.0)
    span = high - low or abs(high) * 0.1 or 1.0
    rough = span / max(1, most - 2)
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(power * factor for factor in STEPS if power * factor >= rough * 0.999)
    foot, head = math.floor(low / step) * step, math.ceil(high / step) * step
    # A line on the very edge is hard to see; nought is an edge by itself.
    foot -= step if low - foot < step * 0.12 and foot else 0.0
    head += step if head - high < step * 0.12 and head else 0.0
    head = head if head > foot else foot + 5 * step
    greatest = max(abs(head), abs(foot))
    divisor, unit = (1e8, "億") if greatest >= 1e9 else (1e4, "万") if greatest >= 1e6 else (1.0, "")
    return Axis(foot, head, step, divisor, unit)


def tick_words(value: float, step: float, divisor: float = 1.0) -> str:
    """A value of an axis as printed, with as many decimals as its step needs.

    >>> tick_words(1_500_000, 500_000, 1e4), tick_words(-0.5, 0.5), tick_words(0.0, 0.5)
    ('150', '−0.5', '0')
    """
    places = max(0, -math.floor(math.log10(step / divisor) + 1e-9))
    words = f"{value / divisor:,.{places}f}"
    return "0" if not float(words.replace(",", "")) else words.replace("-", "−")


def counted(value: float, places: int = 0) -> str:
    """A figure as printed, half away from nought as offices round.

    >>> counted(401_557.5), counted(12.25, 1)
    ('401,558', '12.3')
    """
    scale = 10**places
    rounded = math.floor(abs(float(value)) * scale + 0.5) / scale
    return f"{math.copysign(rounded, value) if rounded else 0:,.{places}f}".replace("-", "−")


def width_of(words: str) -> float:
    """Width in em on a screen, where figures are wider than in the font of the papers.

    >>> round(width_of("2020年"), 2)
    3.8
    """
    return em_width(words) + 0.2 * sum(sign < "\x80" for sign in words)


def spread(wished: Sequence[float], heights: Sequence[float], low: float, high: float) -> list[float]:
    """Upper edges for blocks of ``heights`` that stand below each other, each as near to its wish as the others allow.

    ``wished`` (upper edges) must ascend; the blocks stand between ``low`` and ``high`` where there is room for them all.

    >>> spread([0, 5, 60], [20, 20, 20], 0, 100)
    [0.0, 20.0, 60.0]
    """
    groups: list[
        tuple[float, float, int]
    ] = []  # sum of the upper edges wished for its first block, height, blocks

    def top(group: tuple[float, float, int]) -> float:
        total, tall, count = group
        return max(min(total / count, high - tall), float(low))

    for wish, height in zip(wished, heights, strict=True):
        group = (float(wish), float(height), 1)
        while groups and top(groups[-1]) + groups[-1][1] > top(group) + 1e-9:
            total, tall, count = groups.pop()
            group = (total + group[0] - tall * group[2], tall + group[1], count + group[2])
        groups.append(group)
    edges: list[float] = []
    for group in groups:
        edge = top(group)
        for height in heights[len(edges) : len(edges) + group[2]]:
            edges.append(edge)
            edge += height
    return edges


def svg(
    body: str, width: float, height: float, *, title: str, prefix: str, key: str = "", css: str = ""
) -> str:
    """The SVG element around what is drawn. ``key`` makes its ids its own within a page; without one it stands alone.

    The fonts are named in either case: on paper a picture takes none from what stands around it.
    """
    name = f"{prefix}-{key or 'title'}"
    alone = "" if key else ' xmlns="http://www.w3.org/2000/svg"'
    look = f' class="{escape(css)}"' if css else ""
    return (
        f'<svg{alone} viewBox="0 0 {width:g} {height:g}" role="img" aria-labelledby="{name}"{look} font-family="{FONT}">'
        f'<title id="{name}">{escape(legal(title))}</title>'
        f'<rect width="{width:g}" height="{height:g}" fill="{PAPER}"/>{body}</svg>'
    )


def text(
    x: float,
    y: float,
    words: str,
    size: float,
    shade: str = INK,
    anchor: str = "start",
    *,
    bold: bool = False,
) -> str:
    """Words on a line; ``anchor`` start, middle or end."""
    where = "" if anchor == "start" else f' text-anchor="{anchor}"'
    weight = ' font-weight="700"' if bold else ""
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size:g}" fill="{shade}"{where}{weight}>'
        f"{escape(legal(words))}</text>"
    )


def line(x1: float, y1: float, x2: float, y2: float, shade: str, width: float = 1, dashes: str = "") -> str:
    """A straight line."""
    dashed = f' stroke-dasharray="{dashes}"' if dashes else ""
    return (
        f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" stroke="{shade}" '
        f'stroke-width="{width:g}"{dashed}/>'
    )


def rect(
    x: float, y: float, width: float, height: float, fill: str, stroke: str = "", line: float = 1
) -> str:
    """A box; one without ``stroke`` has no edge."""
    edge = f' stroke="{stroke}" stroke-width="{line:g}"' if stroke else ""
    return f'<rect x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}" fill="{fill}"{edge}/>'

"""The pictures of a report: bars of the counts per grade, lines of the KGIs. A table always gives the same figures."""

from collections.abc import Sequence
from html import escape

from kpi.explaining import year_word
from paper.characters import legal
from paper.chart import NARROW, WIDE, Chart, Point, Size, chart_svg
from paper.phrases import em_width
from publishing.review import words
from publishing.review.blocks import CountChart, LineChart

FONT = "BIZ UDGothic"
INK, EDGE = "#1a1a1a", "#1a1a1a"
# Shades tell the grades apart in print without colour; the worst two are hatched, one way and both ways.
_FILLS = {
    "achieved": "#1f4e79",
    "on-track": "#6d93b8",
    "slightly-late": "#cddae7",
    "late": "#ffffff",
    "below": "#ffffff",
    "unknown": "#eeeeee",
}
_HATCHED = ("late", "below")
WIDTH, BAR, STEP, LETTER, GAP = 367.0, 11.0, 17.0, 9.0, 6.0
# Drawn at twice its size, so that its lines and letters are half as large on paper.
_ON_PAPER = Size(734, 250, 44, 66, 36, 15, 16, 5)


def count_svg(chart: CountChart, *, key: str = "") -> str:
    """The bars as one SVG element, 1 unit a point of paper. ``key`` makes its id its own within a page."""
    labels = [f"{sign} {word}".strip() for sign, word, _, _ in chart.bars]
    left = max(map(em_width, labels), default=0) * LETTER + 4
    most = max([count for *_, count in chart.bars] + [1])
    room = WIDTH - left - GAP - 40
    name = f"counts-{key or 'title'}"
    body = [
        _bar(place, label, tone, count, left, room * count / most)
        for place, (label, (_, _, tone, count)) in enumerate(zip(labels, chart.bars, strict=True))
    ]
    height = STEP * len(chart.bars) + 4
    return (
        f'<svg viewBox="0 0 {WIDTH:g} {height:g}" role="img" aria-labelledby="{name}" font-family="{FONT}">'
        f'<title id="{name}">{escape(legal(chart.title))}</title>{"".join(body)}</svg>'
    )


def _bar(place: int, label: str, tone: str, count: int, left: float, width: float) -> str:
    top = STEP * place + 5
    x = left + GAP
    said = _text(left, top + 8.5, label, "end", "") + _text(
        x + width + 4, top + 8.5, f"{count}件", "start", ' font-weight="bold"'
    )
    if not count:
        return said
    fill = _FILLS.get(tone, _FILLS["unknown"])
    box = (
        f'<rect x="{x:.1f}" y="{top:.1f}" width="{width:.1f}" height="{BAR:g}" fill="{fill}" stroke="{EDGE}" '
        'stroke-width="0.6"/>'
    )
    lines = "".join(_hatch(x, top, width, both=tone == "below")) if tone in _HATCHED else ""
    return box + lines + said


def _hatch(x: float, top: float, width: float, *, both: bool) -> list[str]:
    """Slanted lines within a bar, cut at its ends."""
    found = []
    at = x
    while at < x + width:
        run = min(BAR * 0.55, x + width - at)
        rise = run / 0.55
        ends = [(at, top + BAR, at + run, top + BAR - rise)]
        if both:
            ends.append((at, top, at + run, top + rise))
        found += [
            f'<line x1="{a:.1f}" y1="{b:.1f}" x2="{c:.1f}" y2="{d:.1f}" stroke="{EDGE}" stroke-width="0.5"/>'
            for a, b, c, d in ends
        ]
        at += 4
    return found


def _text(x: float, y: float, text: str, anchor: str, weight: str) -> str:
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" font-size="{LETTER:g}" text-anchor="{anchor}" fill="{INK}"{weight}>'
        f"{escape(legal(text))}</text>"
    )


def line_svg(chart: LineChart, *, on_paper: bool, key: str, is_wide: bool = True) -> str:
    """A KGI through the years: on paper, or for a wide or a narrow page."""
    drawn = Chart(
        title=chart.title,
        unit=chart.unit,
        first=chart.years[0],
        years=_names(chart.years),
        actual=[
            Point(year, float(value), text if n in (0, len(chart.points) - 1) else "", is_provisional=early)
            for n, (year, value, text, early) in enumerate(chart.points)
        ],
        goals=[]
        if chart.goal is None
        else [Point(chart.goal_year, float(chart.goal), f"目標 {chart.goal_text}")],
    )
    if on_paper:
        svg = chart_svg(drawn, _ON_PAPER, key=key)
        return svg.replace("<svg ", f'<svg font-family="{FONT}" ', 1)
    size, css = (WIDE, "chart-wide") if is_wide else (NARROW, "chart-narrow")
    return chart_svg(drawn, size, key=key, css=css)


def _names(years: Sequence[int]) -> list[str]:
    """R5, R6 … below the axis; the last one says what they are."""
    found = [words.short_year(year) for year in years]
    found[-1] = year_word(years[-1])
    return found

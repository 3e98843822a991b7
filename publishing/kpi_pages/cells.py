"""Cells of the citizens' KPI tables as HTML, each made once: templates that walk 1,000 cells are five times as slow.

Everything that comes from an office is escaped here; what these return is safe.
"""

from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from html import escape

from django.utils.safestring import SafeString, mark_safe

from kpi.figures import Figure, places_of
from kpi.figures import figure_text as written
from kpi.grading import Grade, Tone
from kpi.review.report import GradeWord
from kpi.rules import HandGrade
from kpi.telling import Told, note, screen_unit
from publishing.document import TargetEntry
from publishing.kpi_cells import AGAIN, SURVEY_MARK, printed

# The signs of our own scheme are drawn, so that they look alike everywhere; other governments' signs are set as text.
_DRAWN = {
    "◎": '<circle cx="12" cy="12" r="9"/><circle cx="12" cy="12" r="4"/>',
    "○": '<circle cx="12" cy="12" r="8"/>',
    "△": '<path d="M12 4 21 20H3z"/>',
    "×": '<path d="m5 5 14 14M19 5 5 19"/>',
    "▼": '<path d="M12 20 3 5h18z" fill="currentColor"/>',
    "－": '<path d="M4 12h16"/>',
}
BAR_SHADES = {
    Tone.ACHIEVED: "#115a36",
    Tone.ON_TRACK: "#71c598",
    Tone.SLIGHTLY_LATE: "#ebb700",
    Tone.LATE: "#c74700",
    Tone.BELOW: "#a90000",
    Tone.UNKNOWN: "#e6e6e6",
}
NOTHING = '<span aria-hidden="true">―</span><span class="visually-hidden">値なし</span>'
LONG_UNIT, LONG_TEXT = 2, 9
_QUALITY = {"PROVISIONAL": "速報", "CORRECTED": "訂正"}


def status(grade: Grade | HandGrade | GradeWord) -> SafeString:
    """A grade: its sign and its word."""
    return _status(grade.sign, grade.word, grade.tone)


@lru_cache(maxsize=500)
def _status(sign: str, word: str, tone: str) -> SafeString:
    drawn = _DRAWN.get(sign)
    mark = (
        f'<svg class="icon" viewBox="0 0 24 24" aria-hidden="true">{drawn}</svg>'
        if drawn
        else f'<span class="status-sign" aria-hidden="true">{escape(sign)}</span>'
    )
    return mark_safe(f'<span class="status status-{escape(tone)}">{mark}{escape(word)}</span>')


def figure_text(figure: Figure, unit: str) -> str:
    """70.4％, 3,322人."""
    return figure.text + screen_unit(unit)


def figure_tags(figure: Figure) -> tuple[str, ...]:
    """What must be known of a figure: 速報, 訂正, 累計, 年度の途中."""
    tags = (
        _QUALITY.get(figure.quality, ""),
        "累計" if figure.is_running_total else "",
        "年度の途中" if figure.is_partial else "",
    )
    return tuple(filter(None, tags))


def plain_figure(value: object) -> str:
    """A figure of the plan's own data with commas, its places as they were given; nothing for what is none.

    >>> plain_figure("401558"), plain_figure("13.0"), plain_figure(None)
    ('401,558', '13.0', '')
    """
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        return ""
    return written(number, places_of(number))


def figure_html(figure: Figure | None, unit: str) -> str:
    """A figure with its tags; a dash, and words for those who listen, where there is none. ``unit`` as unit_html gives it."""
    if figure is None:
        return NOTHING
    if not _is_tagged(figure):
        return f"{figure.text}{unit}"
    tags = "".join(f' <span class="tag">{tag}</span>' for tag in figure_tags(figure))
    return f"<span>{figure.text}{unit}{tags}</span>"


def _is_tagged(figure: Figure) -> bool:
    return figure.quality != "FINAL" or figure.is_running_total or figure.is_partial


def unit_html(unit: str) -> str:
    """The unit behind a figure; before a long one the line may end."""
    said = escape(screen_unit(unit))
    return f"<wbr>{said}" if len(unit) > LONG_UNIT else said


def printed_html(text: str, *, note: str = "", strong: bool = False) -> str:
    """A text as the plan prints it, its time small below it. Nothing is added but places where a line may end."""
    if not text and not note:
        return NOTHING
    own = printed(text)
    main = _breakable(own.text) if text else NOTHING
    main = f'<span class="phrases">{main}</span>' if len(own.text) > LONG_TEXT else main
    main = f"<strong>{main}</strong>" if strong else main
    small = "".join(f'<small class="soft">{_breakable(said)}</small>' for said in (*own.small, note) if said)
    return f"<span>{main}{small}</span>"


def _breakable(text: str) -> str:
    return escape(text).replace("\n", "<br>").replace("～", "～<wbr>").replace("間で", "間で<wbr>")


def verdict_html(told: Told | None, hand: HandGrade | None) -> str:
    """The computed grade with what it rests on; beside it, never instead of it, what people gave and why."""
    if told is None:
        return NOTHING
    grade, said = status(told.progress.status), note(told)
    html = f'{grade}<span class="status-note">{escape(said)}</span>' if said else grade
    return f"<span>{html}{hand_html(hand)}</span>" if hand else f"<span>{html}</span>"


def hand_html(hand: HandGrade | None) -> SafeString:
    """手で付けた判定 with its reason; nothing where there is none."""
    if hand is None:
        return mark_safe("")
    return mark_safe(
        f'<span class="hand-grade"><span class="status-note">手で付けた判定</span>{status(hand)}'
        f'<span class="status-note">理由：{escape(hand.reason)}</span></span>'
    )


def name_html(target: TargetEntry, *, is_relisted: bool = False, below: Sequence[str] = ()) -> str:
    """The head of a row behind the opening of its link: name, ※, 【再掲】, 対象, and what else stands small below it."""
    mark = SURVEY_MARK if target.is_survey else ""
    again = f' <span class="tag">【{AGAIN}】</span>' if is_relisted else ""
    audience = [f"対象：{target.audience}"] if target.audience else []
    small = "".join(f'<br><small class="soft">{escape(said)}</small>' for said in (*audience, *below))
    return f"{escape(target.name)}</a>{mark}{again}{small}"


def counts_html(counts: Sequence[tuple[str, int]]) -> SafeString:
    """Cells with counts of grades by their words; a dash for none."""
    none = '<span aria-hidden="true">―</span><span class="visually-hidden">0</span>'
    return mark_safe(
        "".join(
            f'<td role="cell" class="number{"" if count else " blank"}" data-label="{escape(word)}">{count or none}</td>'
            for word, count in counts
        )
    )


def bar_html(shares: Sequence[tuple[Tone, int]]) -> SafeString:
    """A bar of 200 as wide as its row, a part for each grade; only repeats the figures beside it."""
    total = sum(count for _, count in shares)
    if not total:
        return mark_safe("")
    at, parts = 0.0, []
    for tone, count in shares:
        width = 200 * count / total
        if count:
            parts.append(
                f'<rect x="{at:.1f}" y="0" width="{max(width - 1, 1):.1f}" height="12" fill="{BAR_SHADES[tone]}"/>'
            )
        at += width
    drawn = "".join(parts)
    return mark_safe(
        f'<svg class="bar" viewBox="0 0 200 12" preserveAspectRatio="none" aria-hidden="true">{drawn}</svg>'
    )

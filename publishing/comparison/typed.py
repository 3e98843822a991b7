"""What people type about a 新旧対照表: put in order and checked, before a verb stores it."""

from collections.abc import Iterable, Sequence

from accounts.audit import Refused
from paper.characters import legal
from publishing.comparison.table import Cause
from publishing.models import ChangeCause, ComparisonNote
from strategy.sanitise import is_safe_address

MOST_KEYS, LONGEST_KEY = 500, 200
MOST_CAUSES = 6
MOST_CUTS = 100
MOST_POINTS, LONGEST_POINT = 30, 300
MOST_TERMS, LONGEST_TERM = 50, 100
KINDS = {kind.label: kind for kind in ChangeCause.Kind} | {kind.value: kind for kind in ChangeCause.Kind}
NO_REASON = "載せない理由を書いてください。別表に、変更と並べて示します。"


def plain(text: str) -> str:
    """The text without signs that no file can hold and without space around it."""
    return legal(text).strip()


def keys_of(keys: Sequence[str]) -> tuple[str, ...]:
    """The keys, each once."""
    wanted = tuple(dict.fromkeys(keys))
    if not wanted:
        raise Refused("行を一つ以上選んでください。")
    if len(wanted) > MOST_KEYS:
        raise Refused(f"一度に変えられるのは{MOST_KEYS}行までです（いまは{len(wanted)}行）。")
    if any(not 0 < len(key) <= LONGEST_KEY or key != plain(key) for key in wanted):
        raise Refused("選んだ行を読み取れません。画面を開き直してください。")
    return wanted


def points_of(text: str) -> list[str]:
    """The 見直しのポイント, a line each."""
    points = [point for line in plain(text).split("\n") if (point := line.strip())]
    if len(points) > MOST_POINTS:
        raise Refused(f"見直しのポイントは{MOST_POINTS}までです（いまは{len(points)}）。")
    if long := next((point for point in points if len(point) > LONGEST_POINT), None):
        raise Refused(
            f"見直しのポイントは、一つ{LONGEST_POINT}字までです（「{long[:20]}…」は{len(long)}字）。"
        )
    return points


def terms_of(terms: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Words and what they became throughout the text."""
    found = [(plain(before), plain(after)) for before, after in terms]
    if len(found) > MOST_TERMS:
        raise Refused(f"全体の名称変更は{MOST_TERMS}組までです（いまは{len(found)}組）。")
    told: set[str] = set()
    for before, after in found:
        if not before or not after:
            raise Refused("全体の名称変更には、旧の言葉と新の言葉を両方入れてください。")
        if before == after:
            raise Refused(f"「{before}」は、新旧が同じ言葉です。")
        if before in told:
            raise Refused(f"「{before}」が二度あります。一つにしてください。")
        if max(len(before), len(after)) > LONGEST_TERM:
            raise Refused(
                f"全体の名称変更の言葉は{LONGEST_TERM}字までです。長い文は、行の趣旨に書いてください。"
            )
        told.add(before)
    return found


def write(note: ComparisonNote, **texts: str) -> None:
    """Put the texts into a note, checked but not saved."""
    for name, text in texts.items():
        setattr(note, name, plain(text))
    note.clean_fields(exclude=["comparison"])
    if note.placement != ComparisonNote.Placement.TABLE and not note.reason:
        raise Refused(NO_REASON)


def causes_of(note: ComparisonNote, causes: Sequence[Cause]) -> list[ChangeCause]:
    """The rows of these causes, checked but not saved."""
    if len(causes) > MOST_CAUSES:
        raise Refused(f"変更のもとは、一つの行に{MOST_CAUSES}件までです（いまは{len(causes)}件）。")
    rows = []
    for cause in causes:
        if cause.kind not in KINDS:
            raise Refused(f"変更のもとの種類「{cause.kind}」はありません。")
        row = ChangeCause(note=note, kind=KINDS[cause.kind], words=plain(cause.words), url=plain(cause.url))
        if row.url and not (row.url.startswith(("https://", "/")) and is_safe_address(row.url)):
            raise Refused("変更のもとのアドレスは、「https://」か「/」で始まる形で入れてください。")
        row.clean_fields(exclude=["note"])
        rows.append(row)
    return rows


def cuts_after(lines: Sequence[int]) -> tuple[int, ...]:
    """The lines after which a change is cut, if they are some of its lines from the top down."""
    if list(lines) != sorted(set(lines)) or any(not 0 < line < 32_768 for line in lines):
        raise Refused(
            "切れ目は、上から順に、一つの段落の後に一度だけ入れられます。画面を開き直してください。"
        )
    if len(lines) > MOST_CUTS:
        raise Refused(f"一つの変更に入れられる切れ目は{MOST_CUTS}までです（いまは{len(lines)}）。")
    return tuple(lines)

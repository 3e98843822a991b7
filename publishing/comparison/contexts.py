"""What the pages of a 新旧対照表 show besides the table itself: states, counts, other editions, files."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from django.urls import reverse

from publishing.comparison.keeping import REVISION_STAGES, rows_seen
from publishing.comparison.kinds import ordered
from publishing.comparison.opined import Trail, causes_between, with_internal
from publishing.comparison.page import Address, SideName, annex_of, sheet_of, sides_of
from publishing.comparison.pairs import Pair, read_documents
from publishing.comparison.reading import content_of, derived_table, pages_of, table_in
from publishing.comparison.reviewed import Causes
from publishing.comparison.styles import PRESETS, Style
from publishing.comparison.table import Line, Picture, Row, Table
from publishing.comparison.throughout import suggested
from publishing.comparison.wording import class_rows, level_words
from publishing.document import hash_of
from publishing.models import IssuedComparison
from strategy.models import Edition

WHOLE = replace(PRESETS["new-old"], columns=("place",), context=None)  # every paragraph of a row
NOTHING = Trail({}, {})
FILE_KINDS = (("docx", "Word"), ("xlsx", "Excel"), ("pdf", "PDF"), ("json", "JSON"))


def place_of(pair: Pair) -> list[Any]:
    """The arguments of every address of this comparison."""
    plan = pair.new.plan
    return [plan.government.slug, plan.slug, pair.new.number, pair.old.number]


def table_context(pair: Pair, table: Table, style: Style, name: str) -> dict[str, Any]:
    """The table in a style; ``name`` is the address that shows the images of an edition."""
    return {
        "pair": pair,
        "plan": pair.new.plan,
        "government": pair.new.plan.government,
        "table": table,
        "sheet": sheet_of(table, style, _images(pair, name)),
        "annex": annex_of(table, style),
        "styles": pair.styles.values(),
        "file_kinds": FILE_KINDS,
        "levels": [level_words(count) for count in table.levels],
        "kinds": [(kind, count, class_rows(table, kind)) for kind, count in table.kind_counts.items()],
    }


def _images(pair: Pair, name: str) -> Address:
    plan = pair.new.plan
    numbers = {"old": pair.old.number, "new": pair.new.number}

    def address(side: SideName, picture: Picture) -> str:
        return reverse(name, args=[plan.government.slug, plan.slug, numbers[side], picture.sha256])

    return address


def office_context(
    pair: Pair, table: Table, style: Style, *, may_edit: bool, trail: Trail = NOTHING
) -> dict[str, Any]:
    """The page of the office: with what waits, what is not public yet, the last 確定, the other editions. One query."""
    newest = newest_issue(pair.old, pair.new)
    shown = with_internal(table, trail)
    return table_context(pair, shown, style, "office_figure") | {
        "is_office": True,
        "may_edit": may_edit,
        "issue": newest,
        "is_changed": newest is not None and newest.content_hash != hash_of(content_of(table)),
        "seen": rows_seen(table),
        "revision_stages": REVISION_STAGES,
        "row_address": reverse("comparison_row", args=place_of(pair)),
    }


def newest_issue(old: Edition, new: Edition) -> IssuedComparison | None:
    """The last 確定 without its stored table. One query."""
    issues = IssuedComparison.objects.filter(comparison__old=old, comparison__new=new)
    return issues.defer("content").order_by("-number").first()


def public_style(style: Style, issue: IssuedComparison | None, causes: Causes | None = None) -> Style:
    """The style without the columns that only the planner's hand fills, as long as nothing of it is public.

    What reviewed years asked for is public by itself: where there is any, the column of reasons stays.
    """
    if issue is not None:
        return style
    hidden = ("remark",) if causes else ("reason", "remark")
    return replace(style, columns=tuple(name for name in style.columns if name not in hidden))


def public_causes(pair: Pair, issue: IssuedComparison | None) -> Causes:
    """What reviewed years and published opinions asked for; an issued table holds it already. No query then."""
    return {} if issue is not None else causes_between(pair.old, pair.new)


def public_table(pair: Pair, issue: IssuedComparison | None, causes: Causes | None = None) -> Table:
    """What a reader may see: the table as it was issued last, else what follows from the texts and from published years.

    Reasons that were not issued are not public.
    """
    if issue is not None:
        return table_in(issue, pages_of(pair.old, pair.new))
    read_documents(pair)
    return derived_table(pair.old, pair.new, causes)


# --- the pages of the planner's hand ------------------------------------------------------------------------


def row_context(pair: Pair, table: Table, keys: Sequence[str]) -> dict[str, Any]:
    """The changes of one row with all their text, and where each may be cut; ``ticks`` are the rows they stand in."""
    changes = tuple(change for change in table.changes() if change.key in keys)
    row = Row(
        number=1,
        changes=changes,
        places=tuple(change.place for change in changes),
        kinds=ordered({kind for change in changes for kind in change.kinds}),
    )
    shown = replace(table, rows=(row,), left_out=())
    rows = [row for row in table.rows if not set(keys).isdisjoint(row.keys)]
    return {
        "table": table,
        "sheet": sheet_of(shown, WHOLE, _images(pair, "office_figure")),
        "changes": changes,
        "ticks": ["\n".join(row.keys) for row in rows] or list(keys),
        "rows": rows,
    }


def cut_context(pair: Pair, paragraphs: Iterable[tuple[Line, Any]]) -> dict[str, Any]:
    """Each paragraph of a change on both sides, with the tick behind it."""
    address = _images(pair, "office_figure")
    return {"paragraphs": [(sides_of(line, WHOLE, address), tick) for line, tick in paragraphs]}


def settings_context(table: Table, known: str) -> dict[str, Any]:
    """Replacements that stand in several places and are not told once yet, as lines of the field of terms."""
    written = {tuple(part.strip() for part in line.split("→", 1)) for line in known.splitlines()}
    found = suggested(tuple(table.changes()))
    return {
        "table": table,
        "suggestions": [(f"{old}→{new}", old, new, n) for old, new, n in found if (old, new) not in written],
    }

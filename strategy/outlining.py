"""Verbs for many titles at once: made from a pasted text, or changed in a table."""

import uuid
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from accounts.audit import Refused, record, verb
from accounts.models import User
from strategy import tree
from strategy.history import save_all_by
from strategy.keeping import insert_ranked
from strategy.models import Edition, Level, PlanItem
from strategy.pasting import LONGEST, MOST_LINES, Line
from strategy.placing import place_together
from strategy.rules import require_place, require_working
from strategy.standing import ranks_of
from strategy.steps import Rank

LAST = 1_000_000


class NoLevel(Refused):
    """A line stands below one under which no level may stand."""


def levels_of_lines(lines: Sequence[Line], level: str, ranks: Sequence[Rank]) -> list[str]:
    """The key of the level of each line: ``level`` for the first rank, then the first that may stand below.

    A level that comes after its parent's in the order of levels is taken before one that comes earlier.
    """
    order = {rank.key: n for n, rank in enumerate(ranks)}
    names = {rank.key: rank.name for rank in ranks}
    below = {
        key: min(
            (rank for rank in ranks if tree.may_stand(rank.under, key)),
            key=lambda rank, at=at: (order[rank.key] <= at, order[rank.key]),
            default=None,
        )
        for key, at in order.items()
    }
    chosen: list[str] = []
    above: list[str] = []  # the keys on the way down to the line
    for line in lines:
        del above[line.depth :]
        if not above:
            above.append(level)
        else:
            rank = below[above[-1]]
            if rank is None:
                raise NoLevel(
                    f"{line.row}行目：「{names[above[-1]]}」の下に置ける階層がありません。"
                    f"「{line.title[:20]}」の字下げを直すか、階層の設定を変えてください。"
                )
            above.append(rank.key)
        chosen.append(above[-1])
    return chosen


@verb("titles.create", "見出しの一括入力")
def create_titles(
    *,
    actor: User,
    edition: Edition,
    parent: PlanItem | None,
    level: Level,
    titles: Sequence[Line],
    index: int = LAST,
) -> list[PlanItem]:
    """Make an item of each line under ``parent`` (None: the top), those of the first rank with this level.

    All or none; the number of queries follows from the ranks, not from the lines.
    """
    current = require_working(edition)
    _require_sound(titles)
    if parent is not None and parent.edition_id != current.pk:
        raise Refused("別の版の項目の下には入れられません。")
    levels = {row.key: row for row in current.levels.all()}
    if level.key not in levels:
        raise Refused("この階層はもうありません。画面を開き直してください。")
    require_place(levels[level.key], parent)
    items = _items(titles, levels_of_lines(titles, level.key, ranks_of(levels.values())), levels, current)
    place_together(
        [item for item, line in zip(items, titles, strict=True) if not line.depth], current, parent, index
    )
    for item in items:
        item.clean_fields(exclude=["edition", "level", "parent", "department"])
    insert_ranked(items, actor)
    record(
        "titles.create",
        actor=actor,
        government=current.plan.government,
        subject=current,
        under=str(parent.lineage) if parent else None,
        count=len(items),
    )
    return items


def _require_sound(titles: Sequence[Line]) -> None:
    if not titles:
        raise Refused("見出しを一つ以上入れてください。")
    if len(titles) > MOST_LINES:
        raise Refused(f"一度に入れられるのは{MOST_LINES}件までです。何回かに分けて入れてください。")
    depth = -1
    for line in titles:
        if not line.title.strip() or len(line.title) > LONGEST:
            raise Refused(f"{line.row}行目：見出しは1字から{LONGEST}字までです。")
        if not 0 <= line.depth <= depth + 1:
            raise Refused(f"{line.row}行目：一つ上の段の見出しがありません。")
        depth = line.depth


def _items(
    titles: Sequence[Line], keys: Sequence[str], levels: dict[str, Level], edition: Edition
) -> list[PlanItem]:
    """Unsaved items, joined with the item above; those of the first rank still have no place."""
    made: list[PlanItem] = []
    above: list[PlanItem] = []
    children: dict[uuid.UUID, int] = defaultdict(int)
    for line, key in zip(titles, keys, strict=True):
        del above[line.depth :]
        over = above[-1] if above else None
        item = PlanItem(
            edition=edition,
            level=levels[key],
            kind=levels[key].kind,
            parent=over,
            lineage=uuid.uuid4(),
            title=line.title.strip(),
        )
        if over is not None:
            children[over.lineage] += 1
            item.position = tree.STEP * children[over.lineage]
        above.append(item)
        made.append(item)
    return made


@dataclass(frozen=True)
class Retitled:
    """A title as a person changed it, and the version of the item that the person saw."""

    lineage: uuid.UUID
    version: int
    title: str


@verb("titles.save", "見出しの一括変更")
def save_titles(*, actor: User, edition: Edition, titles: Sequence[Retitled]) -> list[PlanItem]:
    """Change several titles, all or none; returns the items whose title is another now.

    ``Refused`` names those that somebody else saved since they were read.
    """
    current = require_working(edition)
    rows = {row.lineage: row for row in current.items.filter(lineage__in=[one.lineage for one in titles])}
    changed, overtaken = [], []
    for one in titles:
        if (row := rows.get(one.lineage)) is None:
            raise Refused("削除された項目があります。画面を開き直してください。")
        if row.title == (title := one.title.strip()):
            continue
        if not title or len(title) > LONGEST:
            raise Refused(f"「{row.title}」の見出しは1字から{LONGEST}字までです。")
        if row.version != one.version:
            overtaken.append(row.title)
        row.title, row.version = title, row.version + 1
        changed.append(row)
    if overtaken:
        raise Refused(
            f"「{'」「'.join(overtaken[:5])}」は、ほかの人が先に直しました。何も保存していません。"
            "画面を開き直して、今の見出しを確かめてください。"
        )
    save_all_by(changed, actor, ["title", "version"])
    record(
        "titles.save",
        actor=actor,
        government=current.plan.government,
        subject=current,
        lineages=[str(row.lineage) for row in changed],
    )
    return changed

"""Verbs on a 新旧対照表: what is written to its rows, how they are cut and put together, the 確定.

Each locks the row of the comparison first. A key names a derived change (``comparison.table.Change``); whether
the text still has it is the table's concern, which tells of notes whose change is no more.
"""

import uuid
from collections.abc import Iterable, Sequence
from typing import Any

from accounts.audit import Refused, record, verb
from accounts.models import Government, User
from publishing.comparison import styles
from publishing.comparison.keeping import cuts_of, require_seen, require_settings_seen, require_style_seen
from publishing.comparison.placing import apart, follow_cuts, note_of_only, remove_empty, take
from publishing.comparison.reading import content_of, read_table
from publishing.comparison.table import Cause
from publishing.comparison.typed import causes_of, cuts_after, keys_of, plain, points_of, terms_of, write
from publishing.document import hash_of
from publishing.models import (
    ChangeCause,
    Comparison,
    ComparisonCut,
    ComparisonNote,
    ComparisonStyle,
    IssuedComparison,
    ItemJoin,
)
from strategy.models import Edition, PlanItem

MOST_JOINS = 1000
MOST_STYLE = {"new_label": 20, "old_label": 20, "note": 300}


class TableChanged(Refused):
    """The table changed after the person saw what would be issued."""

    def __init__(self) -> None:
        super().__init__(
            "確認の画面を開いたあとで、対照表が変わりました。まだ確定していません。"
            "変わったところと、趣旨のない行をもう一度確かめてください。"
        )


def locked(old: Edition, new: Edition) -> Comparison:
    """The comparison of two editions, locked; made when nobody wrote anything yet. Refused for a pair that is none."""
    if old.plan_id != new.plan_id:
        raise Refused("別の計画の版とは比べられません。同じ計画の版を二つ選んでください。")
    if old.pk == new.pk:
        raise Refused("同じ版どうしは比べられません。別の版を選んでください。")
    Comparison.objects.get_or_create(old_id=old.pk, new_id=new.pk)
    comparison = Comparison.objects.select_for_update(no_key=True).order_by("pk").get(old=old.pk, new=new.pk)
    comparison.old, comparison.new = old, new
    return comparison


def record_on(name: str, actor: User | None, comparison: Comparison, **detail: Any) -> None:
    """The event of a verb: it tells of the newer edition, and with which one it is compared."""
    record(
        name,
        actor=actor,
        government=comparison.new.plan.government,
        subject=comparison.new,
        compared=f"第{comparison.old.number}版",
        against=comparison.old.number,
        **detail,
    )


@verb("comparison.note", "新旧対照表の行の記入")
def note_changes(
    *,
    actor: User | None,
    old: Edition,
    new: Edition,
    keys: Sequence[str],
    placement: str = "TABLE",
    place: str = "",
    reason: str = "",
    remark: str = "",
    revision_stage: str = "",
    causes: Sequence[Cause] = (),
    seen: str | None = None,
) -> ComparisonNote:
    """Write one note to exactly these changes: they stand together in one row.

    What stood with them elsewhere keeps the words that are there. ``seen`` is what the person saw
    (``keeping.seen_of``); raises ``Stale`` where somebody wrote since.
    """
    comparison, wanted = locked(old, new), keys_of(keys)
    require_seen(comparison, wanted, seen)
    note = note_of_only(comparison, wanted)
    write(note, placement=placement, place=place, reason=reason, remark=remark, revision_stage=revision_stage)
    note.save()
    take(comparison, note, wanted)
    rows = causes_of(note, causes)
    note.causes.all().delete()
    ChangeCause.objects.bulk_create(rows)
    record_on(
        "comparison.note",
        actor,
        comparison,
        count=len(wanted),
        placement=note.get_placement_display(),
        reason=note.reason,
    )
    return note


@verb("comparison.place", "新旧対照表の行の扱いの変更")
def place_changes(
    *,
    actor: User | None,
    old: Edition,
    new: Edition,
    keys: Sequence[str],
    placement: str | None = None,
    reason: str | None = None,
    revision_stage: str | None = None,
    seen: str | None = None,
) -> list[ComparisonNote]:
    """Give several rows the same placement, reason or 改訂段階; they stay apart and keep what else is written on them."""
    comparison, wanted = locked(old, new), keys_of(keys)
    require_seen(comparison, wanted, seen)
    given = {"placement": placement, "reason": reason, "revision_stage": revision_stage}
    changes = {name: value for name, value in given.items() if value is not None}
    if not changes:
        raise Refused("選んだ行をどうするかを選んでください。")
    notes = apart(comparison, wanted)
    for note in notes:
        write(note, **changes)
        note.save()
    record_on("comparison.place", actor, comparison, count=len(wanted), **_in_words(changes))
    return notes


def _in_words(changes: dict[str, str]) -> dict[str, str]:
    """The changes as the record tells them."""
    if "placement" not in changes:
        return changes
    return changes | {"placement": ComparisonNote.Placement(changes["placement"]).label}


@verb("comparison.forget", "新旧対照表の行を元に戻す")
def forget_note(
    *, actor: User | None, old: Edition, new: Edition, keys: Sequence[str], seen: str | None = None
) -> Comparison:
    """The rows of these changes stand apart again, with nothing written on them."""
    comparison, wanted = locked(old, new), keys_of(keys)
    require_seen(comparison, wanted, seen)
    comparison.noted_changes.filter(key__in=wanted).delete()
    remove_empty(comparison)
    record_on("comparison.forget", actor, comparison, count=len(wanted))
    return comparison


@verb("comparison.cut", "新旧対照表の行の分割")
def cut_change(
    *, actor: User | None, old: Edition, new: Edition, key: str, lines: Sequence[int]
) -> Comparison:
    """Cut a change after these lines into rows of their own; none joins it again.

    What is written to a part stays with the text on which that part begins, and goes to the part before it where
    no part begins there any more.
    """
    comparison, (wanted,) = locked(old, new), keys_of([key])
    before, after = cuts_of(comparison).get(wanted, ()), cuts_after(lines)
    comparison.cuts.filter(key=wanted).delete()
    ComparisonCut.objects.bulk_create(
        ComparisonCut(comparison=comparison, key=wanted, line=line) for line in after
    )
    follow_cuts(comparison, wanted, before, after)
    record_on("comparison.cut", actor, comparison, count=len(after))
    return comparison


@verb("comparison.save", "新旧対照表の資料番号・ポイント・名称変更の保存")
def save_comparison(
    *,
    actor: User | None,
    old: Edition,
    new: Edition,
    paper_number: str,
    points: str,
    terms: Iterable[tuple[str, str]],
    seen: str | None = None,
) -> Comparison:
    """The 資料番号, the 見直しのポイント (a line each) and the words that were replaced throughout, old and new."""
    comparison = locked(old, new)
    require_settings_seen(comparison, seen)
    comparison.paper_number = plain(paper_number)
    comparison.points = "\n".join(points_of(points))
    comparison.terms = [list(term) for term in terms_of(terms)]
    comparison.clean_fields(exclude=["old", "new"])
    comparison.save(update_fields=["paper_number", "points", "terms"])
    record_on(
        "comparison.save",
        actor,
        comparison,
        paper_number=comparison.paper_number,
        points=comparison.points,
        terms=[f"「{before}」→「{after}」" for before, after in comparison.terms],
    )
    return comparison


@verb("comparison.join", "新旧対照表の項目のつなぎ")
def join_items(
    *, actor: User | None, old: Edition, new: Edition, joins: Sequence[tuple[uuid.UUID, uuid.UUID]]
) -> Comparison:
    """Say which items of two editions answer to each other although their lineages differ, old and new.

    Only where the newer edition cannot say so itself; Refused for an item that its edition does not have.
    """
    comparison = locked(old, new)
    wanted = _joins(joins)
    if not new.is_frozen and new.based_on_id in (None, old.pk):
        raise Refused(
            "作成中の版では、その版の項目に前の版の項目を決めます。項目のつながりの画面で選んでください。"
        )
    for edition, lineages in ((old, [one for one, _ in wanted]), (new, [other for _, other in wanted])):
        known = PlanItem.objects.filter(edition=edition.pk, lineage__in=lineages)
        if known.count() != len(set(lineages)):
            raise Refused(
                f"第{edition.number}版にない項目は選べません。何も保存していません。画面を開き直してください。"
            )
    known_pairs = set(comparison.joins.values_list("old_lineage", "new_lineage"))
    made = ItemJoin.objects.bulk_create(
        ItemJoin(comparison=comparison, old_lineage=one, new_lineage=other)
        for one, other in wanted
        if (one, other) not in known_pairs
    )
    record_on("comparison.join", actor, comparison, count=len(made))
    return comparison


@verb("comparison.part", "新旧対照表の項目のつなぎの取消し")
def part_items(
    *, actor: User | None, old: Edition, new: Edition, joins: Sequence[tuple[uuid.UUID, uuid.UUID]]
) -> Comparison:
    """These items answer to each other no longer, unless their lineages say so."""
    comparison = locked(old, new)
    wanted = set(_joins(joins))
    rows = [row.pk for row in comparison.joins.all() if (row.old_lineage, row.new_lineage) in wanted]
    comparison.joins.filter(pk__in=rows).delete()
    record_on("comparison.part", actor, comparison, count=len(rows))
    return comparison


def _joins(joins: Sequence[tuple[uuid.UUID, uuid.UUID]]) -> list[tuple[uuid.UUID, uuid.UUID]]:
    wanted = list(dict.fromkeys(joins))
    if not wanted:
        raise Refused("つなぐ項目を一組以上選んでください。")
    if len(wanted) > MOST_JOINS:
        raise Refused(f"一度につなげるのは{MOST_JOINS}組までです（いまは{len(wanted)}組）。")
    if any(one == other for one, other in wanted):
        raise Refused("どちらの版でも同じ項目です。つなぐ必要はありません。")
    return wanted


@verb("comparison.issue", "新旧対照表の確定")
def issue_comparison(*, actor: User | None, old: Edition, new: Edition, seen: str) -> IssuedComparison:
    """Keep the table as it stands now, for good; it may be issued again when something changed since.

    ``seen`` is the SHA-256 of the table that the person was shown (``content_of``); another one raises
    ``TableChanged``.
    """
    comparison = locked(old, new)
    if working := next((edition for edition in (old, new) if not edition.is_frozen), None):
        raise Refused(
            f"確定できるのは、凍結した版どうしの対照表だけです。先に第{working.number}版を凍結してください。"
        )
    content = content_of(read_table(old, new))
    issue = IssuedComparison(comparison=comparison, content=content, content_hash=hash_of(content))
    if seen != issue.content_hash:
        raise TableChanged
    last = comparison.issues.defer("content").order_by("-number").first()
    if last and last.content_hash == issue.content_hash:
        raise Refused(
            f"この対照表は、第{last.number}回の確定から変わっていません。確定しなおす必要はありません。"
        )
    issue.number = last.number + 1 if last else 1
    issue.save(force_insert=True)
    record_on("comparison.issue", actor, comparison, issue=issue.number, content_hash=issue.content_hash)
    return issue


@verb("comparison.style", "新旧対照表の様式の変更")
def save_comparison_style(
    *, actor: User | None, government: Government, style: styles.Style, seen: str | None = None
) -> ComparisonStyle:
    """How the comparisons of a government look from now on; issued ones are drawn in it too, their words stay."""
    try:
        data = styles.to_data(styles.from_data(styles.to_data(style)))
    except styles.StyleError as error:
        raise Refused(str(error)) from error
    for name, most in MOST_STYLE.items():
        data[name] = plain(data[name])
        if len(data[name]) > most:
            raise Refused(f"様式の言葉「{data[name][:20]}…」は長すぎます。{most}字までにしてください。")
    Government.objects.select_for_update(no_key=True).get(pk=government.pk)
    require_style_seen(government, seen)
    row, _ = ComparisonStyle.objects.update_or_create(government=government, defaults={"data": data})
    record("comparison.style", actor=actor, government=government, subject=government, called=style.name)
    return row

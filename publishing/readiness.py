"""What is still empty in an edition: told before it is frozen, and counted on the desk.

A body is expected where ``strategy.filling`` and the level say so: of every 具体的施策 and of every item that nothing
stands under, but not of 柱 and 基礎条件, which are names, nor where the level is one of mere titles. A level of which not
one item has a body is probably one of titles too; that is one sentence, not sixty. A 目標 or 基本的方向 that nothing
stands under and that has no body is an empty chapter; a 目標 with a body and nothing under it is one too, once the text
is past 骨子. A target that is missing, or whose print could not be read, is told too: nobody can judge it. None of its
flags keeps a text from being frozen.
"""

import datetime
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import BooleanField, ExpressionWrapper, Q
from django.utils import timezone

from kpi.flags import TargetFlag, flags_of_edition
from kpi.notation import Flag
from publishing.document import Document, Entry
from publishing.missing import KINDS, Gap
from publishing.vision_gaps import SKELETONS, vision_gaps
from strategy.filling import Progress, needs_text
from strategy.models import Alignment, Edition, PlanItem
from strategy.naming import Named, full_number
from strategy.references import lost_words

# Of a KPI nothing can be judged.
UNREAD = frozenset({
    "baseline_missing",
    "period_open",
    *(
        f"{what}_{flag}"
        for what in ("target", "baseline")
        for flag in (Flag.EMPTY, Flag.NOT_READ, Flag.MALFORMED, Flag.CONTRADICTION)
    ),
})  # fmt: skip
WHOLE_LEVEL = 3  # as many items of one level as make one sentence of their own


def gaps(edition: Edition, document: Document, day: datetime.date | None = None) -> list[Gap]:
    """Everything still empty in a working edition, in the order of KINDS. Four queries besides the document, one more where it
    cites a population vision, three more where it has targets. ``day`` tells which census is out (default: today)."""
    titles = set(edition.levels.filter(has_text=False).values_list("key", flat=True))
    found = [*source_gaps(edition), *document_gaps(document, titles)]
    found += vision_gaps(edition, document, day or timezone.localdate())
    if document.targets:
        found += target_gaps(document, flags_of_edition(edition))
    order = list(KINDS)
    return sorted(found, key=lambda gap: order.index(gap.kind))


def source_gaps(edition: Edition) -> list[Gap]:
    """Plans that this edition names (対応, 勘案) and that are not frozen, or not public. Two queries."""
    hidden = Q(published_at=None) | Q(withdrawn_at__isnull=False)
    rows = Alignment.objects.filter(edition=edition).exclude(to_item__edition=edition)
    aligned = rows.values("to_item__edition")
    named = Edition.objects.filter(hidden).filter(Q(pk__in=aligned) | Q(supports=edition)).distinct()
    first = dict(rows.order_by("-item_id").values_list("to_item__edition_id", "item__lineage"))
    return [
        Gap(
            "source",
            f"「{other.title}」（{other.stage_name}）は{_still(other)}。",
            lineage=str(first.get(other.pk, "")),
            blocks=not other.is_frozen,
        )
        for other in named.without_content().order_by("plan_id", "number")
    ]


def _still(other: Edition) -> str:
    if not other.is_frozen:
        return "まだ作成中です。凍結する前に、その計画を凍結するか、対応をはずしてください"
    return "公表されていません。この版を公表する前に、その計画を公表してください"


def target_gaps(document: Document, flags: Mapping[str, Iterable[TargetFlag]]) -> Iterator[Gap]:
    """Targets that say nothing or cannot be read, unless somebody said why that may stay; how many other flags wait."""
    waiting = 0
    for lineage, target in document.targets.items():
        found = [flag for flag in flags.get(lineage, ()) if flag.is_open and not flag.is_minor]
        unread = [flag for flag in found if flag.code in UNREAD]
        waiting += len(found) - len(unread)
        for flag in unread:
            yield Gap("target", flag.sentence, title=target.name, target=lineage)
    if waiting:
        yield Gap("target", f"ほかに、指標の要確認が{waiting}件あります。")


def document_gaps(document: Document, titles: set[str] = frozenset()) -> list[Gap]:
    """What the document itself shows to be empty; ``titles`` are keys of levels without text. No query."""
    lines = list(_lines(document.items))
    found = list(_edition_gaps(document))
    if not lines:
        found.append(Gap("chapter", "項目が一つもありません。先に項目を書いてください。", blocks=True))
    hollow = [line for line in lines if _is_hollow(line.entry, document.edition["stage"])]
    found += [line.gap("chapter", _hollow_sentence(line.entry)) for line in hollow]
    wanted = [line for line in lines if line not in hollow and _needs_text(line.entry, titles)]
    found += _level_gaps("text", "本文", wanted, lambda entry: not entry.body)
    measures = [line for line in lines if line.entry.kind == "MEASURE"]
    found += _level_gaps("department", "所管課", measures, lambda entry: not entry.department)
    for line in lines:
        found += [
            line.gap("alt", f"図「{figure['caption']}」に、代わりの文がありません。")
            for figure in line.entry.figures
            if not figure["alt"].strip()
        ]
        found += [
            line.gap(
                "reference",
                f"「{words}」の参照先の項目がありません。参照を選び直すか、ふつうの文に直してください。",
            )
            for words in lost_words(line.entry.body, document.by_lineage)
        ]
    return found


@dataclass(frozen=True, eq=False)
class _Line:
    """An entry with those above it, the nearest first."""

    entry: Entry
    above: tuple[Named, ...]

    def gap(self, kind: str, sentence: str) -> Gap:
        number = full_number(_named(self.entry), self.above)
        return Gap(kind, sentence, lineage=self.entry.lineage, title=self.entry.title, number=number)


def _lines(entries: Iterable[Entry], above: tuple[Named, ...] = ()) -> Iterator[_Line]:
    for entry in entries:
        yield _Line(entry, above)
        yield from _lines(entry.items, (_named(entry), *above))


def _named(entry: Entry) -> Named:
    return Named(entry.kind, entry.number, entry.title)


def _needs_text(entry: Entry, titles: set[str]) -> bool:
    return entry.level_key not in titles and needs_text(entry.kind, bool(entry.items))


def _edition_gaps(document: Document) -> Iterable[Gap]:
    if not document.is_adopted:
        return
    for name, word in (("adopted_on", "策定日"), ("effective_from", "効力の始まる日")):
        if not document.edition[name]:
            yield Gap("edition", f"成案ですが、{word}が入っていません。")


def _is_hollow(entry: Entry, stage: str) -> bool:
    if entry.kind not in ("GOAL", "DIRECTION") or entry.items or entry.relisted_at:
        return False
    return not entry.body or (entry.kind == "GOAL" and stage not in SKELETONS)


def _hollow_sentence(entry: Entry) -> str:
    return f"下に項目が{'' if entry.body else 'なく、本文も'}ありません。"


def _level_gaps(
    kind: str, word: str, wanted: list[_Line], is_empty: Callable[[Entry], bool]
) -> Iterator[Gap]:
    """One gap for each empty item; one for a whole level of which every single item is empty."""
    of_level: dict[str, list[_Line]] = defaultdict(list)
    for line in wanted:
        of_level[line.entry.level_key].append(line)
    for lines in of_level.values():
        empty = [line for line in lines if is_empty(line.entry)]
        if len(empty) < max(len(lines), WHOLE_LEVEL):
            yield from (line.gap(kind, f"{word}がありません。") for line in empty)
            continue
        first = lines[0].entry
        sentence = f"「{first.level}」の{len(lines)}項目すべてに{word}がありません。"
        if kind == "text":
            sentence += "見出しだけを並べる階層なら、「本文を書く」を外せます。"
        yield Gap(kind, sentence, lineage=first.lineage)


@dataclass(frozen=True)
class Drafting:
    """How far a working edition is: of all its items, and of those of each department that wait for text."""

    progress: Progress
    waiting: dict[int, int]
    items: int


def drafting_of(editions: list[Edition]) -> dict[int, Drafting]:
    """The state of drafting of each edition, by its id. One query for all of them."""
    empty = ExpressionWrapper(Q(body=""), output_field=BooleanField())
    fields = ("pk", "parent_id", "edition_id", "kind", "department_id", "level__has_text", "is_empty")
    items = PlanItem.objects.filter(edition__in=editions).annotate(is_empty=empty).order_by()
    rows = list(items.values_list(*fields, named=True))
    parents, by_edition = {row.parent_id for row in rows}, defaultdict(list)
    for row in rows:
        by_edition[row.edition_id].append(row)
    return {edition.pk: _drafting(by_edition[edition.pk], parents) for edition in editions}


def _drafting(rows: list[Any], parents: set[int | None]) -> Drafting:
    wanted = [row for row in rows if row.level__has_text and needs_text(row.kind, row.pk in parents)]
    missing = [row for row in wanted if row.is_empty]
    waiting = Counter(row.department_id for row in missing if row.department_id)
    return Drafting(Progress(len(wanted) - len(missing), len(wanted)), dict(waiting), len(rows))

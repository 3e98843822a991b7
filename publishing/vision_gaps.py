"""What an edition still owes to its visions: the population vision it rests on (手引き 3-4), its 地域ビジョン (手引き 3-6).

A total of people by sex and age is out on the last days of November of the year after a census; from 1 December on a vision
with an older base is told to be old.
"""

import datetime
from collections.abc import Iterator

from publishing.document import Document, TargetEntry
from publishing.missing import Gap
from publishing.reference_paths import floor_told, measure_of
from strategy.models import Edition, Plan
from vision.citations import citation_of
from vision.models import PopulationVision
from vision.wording import year_name

# 方針 and 骨子: what they do not have yet is no gap.
SKELETONS = (Edition.Stage.POLICY, Edition.Stage.OUTLINE)
CENSUS_EVERY = 5
RESULTS_OUT = (12, 1)  # month and day of the year after the census
WORD = "人口ビジョン"


def newest_census(day: datetime.date) -> int:
    """The newest census whose people by sex and age are out on this day.

    >>> newest_census(datetime.date(2026, 11, 30)), newest_census(datetime.date(2026, 12, 1))
    (2020, 2025)
    """
    year = day.year - day.year % CENSUS_EVERY
    return year if day >= datetime.date(year + 1, *RESULTS_OUT) else year - CENSUS_EVERY


def vision_gaps(edition: Edition, document: Document, day: datetime.date) -> Iterator[Gap]:
    """What is still to be done about the visions. One query, one more where a population vision is cited."""
    is_strategy = edition.plan.kind == Plan.Kind.STRATEGY
    is_text = is_strategy and document.edition["stage"] not in SKELETONS
    cited = citation_of(edition)
    if cited is not None:
        yield from _of_vision(cited.vision, day)
        yield from _of_paths(document)
    elif is_text:
        yield Gap(
            "population", "人口ビジョンを引用していません。総合戦略は、人口ビジョンを踏まえて目標を定めます。"
        )
    if is_text:
        yield from _of_regional(document)


def unpublished_gaps(edition: Edition) -> list[Gap]:
    """The vision cited, while it is not public: what the verbs that freeze and publish would refuse. One query."""
    cited = citation_of(edition)
    return list(_of_state(cited.vision)) if cited else []


def _of_state(vision: PopulationVision) -> Iterator[Gap]:
    name = _name(vision)
    if not vision.is_frozen:
        yield Gap(
            "population",
            f"{name}はまだ作成中です。凍結する前に、その人口ビジョンを凍結するか、引用を取り消してください。",
            blocks=True,
        )
    elif not vision.is_public:
        yield Gap(
            "population",
            f"{name}は公表されていません。この版を公表する前に、その人口ビジョンを公表してください。",
        )


def _name(vision: PopulationVision) -> str:
    return f"「{vision.title}」（第{vision.number}版）"


def _of_vision(vision: PopulationVision, day: datetime.date) -> Iterator[Gap]:
    name, census = _name(vision), newest_census(day)
    yield from _of_state(vision)
    if vision.base_year < census:
        yield Gap(
            "population",
            f"{name}は{year_name(vision.base_year)}の国勢調査をもとにしています。{year_name(census)}の結果が出ているので、"
            "改めるか、改めない理由を本文に書いてください。",
        )
    newer = PopulationVision.objects.public().filter(
        government=vision.government_id, number__gt=vision.number
    )
    if number := newer.order_by("-number").values_list("number", flat=True).first():
        yield Gap("population", f"{name}より新しい第{number}版が公表されています。")


def _of_paths(document: Document) -> Iterator[Gap]:
    """KGIs whose path is not that of the vision cited, or that their path does not reach."""
    cited, last = document.population_vision, document.edition["last_fiscal_year"]
    for target in document.targets.values():
        if target.role != "KGI" or not target.reference_path:
            continue
        if WORD in target.reference_source and _is_old(target, document):
            yield _of_target(
                target,
                f"参考とする見通し（{target.reference_source}）が、引用している「{cited['title']}」の値と違います。"
                "見通しを写し直してください。",
            )
        told = floor_told(target.spec, target.unit, target.reference_path, last)
        if told and not told[0]:
            yield _of_target(target, told[1])


def _is_old(target: TargetEntry, document: Document) -> bool:
    """Whether the path is none of the adopted course, nor was said to be of another course of this very vision."""
    cited = document.population_vision
    if not cited or not cited["adopted"] or measure_of(target.reference_path, cited) is not None:
        return False
    others = (one["name"] for one in cited["courses"] if not one["is_adopted"])
    return not any(target.reference_source.startswith(f"{cited['title']}「{name}」") for name in others)


def _of_target(target: TargetEntry, sentence: str) -> Gap:
    return Gap("population", sentence, title=target.name, target=target.lineage)


def _of_regional(document: Document) -> Iterator[Gap]:
    entry = document.regional_entry
    if entry is None:
        yield Gap(
            "regional",
            "地域ビジョン（目指すべき理想像）がありません。本文の項目を開き、「地域ビジョン」で合言葉を入れてください。",
        )
        return
    vision = entry.regional_vision
    place = {"lineage": entry.lineage, "title": entry.title, "number": entry.number}
    if not entry.body and not vision["quotation"]:
        yield Gap("regional", "地域ビジョンの本文がありません。", **place)
    if not any(one["kind"] == "GOAL" for one in vision["links"]):
        yield Gap("regional", "地域ビジョンが、どの目標ともつながっていません。", **place)

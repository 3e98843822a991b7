"""What a working edition says of its visions, as its document holds it: the 人口ビジョン it rests on, its 地域ビジョン.

The figures are copied, not linked: a plan says what it rested on when it was frozen, whatever becomes of the vision.
"""

import uuid
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from strategy.models import Edition, PlanItem
from vision.document import VisionDocument
from vision.figures import ScenarioFigures, Summary, whole
from vision.models import RegionalVision, Scenario, VisionCitation, VisionLink
from vision.telling import told_of

Data = dict[str, Any]
CLASSES = ("young", "working", "old", "old75")
SHARES = ("young_share", "working_share", "old_share")


def population_data(edition: Edition) -> Data | None:
    """The population vision that the edition cites, with what a reader of the plan needs of it; None where it cites none.

    Two queries where the vision is frozen, and those of its draft where it is still being written.
    """
    cited = (
        VisionCitation.objects.select_related("vision__government", "vision__based_on")
        .defer("vision__based_on__content")
        .filter(edition=edition)
        .first()
    )
    if cited is None:
        return None
    vision = cited.vision
    document = VisionDocument.of(vision)
    return {
        "government_slug": vision.government.slug,
        "number": vision.number,
        "title": vision.title,
        "base_year": vision.base_year,
        "notice": vision.notice,
        "argument": cited.argument,
        "content_hash": vision.content_hash,
        "adopted_on": vision.adopted_on.isoformat() if vision.adopted_on else None,
        **courses_data(document),
    }


def courses_data(document: VisionDocument) -> Data:
    """The adopted course and the published one, the gap between them, ages, all courses that are shown, the method."""
    adopted, published = document.adopted, document.published
    if published is not None and (not published.is_shown or published is adopted):
        published = None  # not for citizens, or nothing to compare
    return {
        "adopted": _course(adopted),
        "published": _course(published),
        "gap": gap_rows(adopted, published),
        "pyramids": _pyramids(adopted),
        "courses": [
            {
                "name": figures.name,
                "is_adopted": figures.is_adopted,
                "points": [[year, whole(row.total)] for year, row in sorted(figures.summaries.items())],
            }
            for figures in document.shown
            if figures.summaries
        ],
        "method": list(told_of(document.data, adopted.data)) if adopted else [],
    }


def gap_rows(adopted: ScenarioFigures | None, published: ScenarioFigures | None) -> list[Data]:
    """What the adopted course has more or less than the published one, in each of its years that both know.

    The difference is that of the whole numbers printed beside it, so that a reader can check it.
    """
    if adopted is None or published is None:
        return []
    rows = []
    for year, own in sorted(adopted.summaries.items()):
        other = published.at(year)
        if other is not None:
            mine, theirs = whole(own.total), whole(other.total)
            rows.append({"year": year, "adopted": mine, "published": theirs, "difference": mine - theirs})
    return rows


def _course(figures: ScenarioFigures | None) -> Data | None:
    if figures is None or not figures.summaries:
        return None
    return {
        "name": figures.name,
        "kind_name": Scenario.Kind(figures.kind).label,
        "years": [_year(row) for _, row in sorted(figures.summaries.items())],
    }


def _year(row: Summary) -> Data:
    people = {name: _whole(getattr(row, name)) for name in CLASSES}
    shares = {name: _text(getattr(row, name)) for name in SHARES}
    return {"year": row.year, "total": whole(row.total), **people, **shares}


def _whole(people: Decimal | None) -> int | None:
    return None if people is None else whole(people)


def _text(share: Decimal | None) -> str | None:
    return None if share is None else format(share, "f")


def _pyramids(figures: ScenarioFigures | None) -> Data | None:
    """People by age in the first and the last year, their sums as the vision prints them; None where only totals were entered."""
    if figures is None or not figures.male:
        return None
    years = sorted(figures.male)
    return {
        "open": figures.data["open"],
        "years": {
            str(year): {
                "M": [whole(people) for people in figures.male[year]],
                "F": [whole(people) for people in figures.female[year]],
                "sums": [whole(sum(row, Decimal())) for row in (figures.male[year], figures.female[year])],
            }
            for year in dict.fromkeys((years[0], years[-1]))
        },
    }


class RegionalRow:
    """The 地域ビジョン of an edition, if it has one. One query, and one more for what it is linked with."""

    def __init__(self, edition: Edition):
        self.vision = RegionalVision.objects.filter(edition=edition).first()
        self.linked: set[int] = set()
        if self.vision:
            links = VisionLink.objects.filter(vision=self.vision)
            self.linked = set(links.values_list("item_id", flat=True))

    def of(self, item: int, items: Iterable[PlanItem], numbers: Mapping[uuid.UUID, str]) -> Data | None:
        """The vision that stands at this item; ``items`` are those of the edition in reading order."""
        if self.vision is None or self.vision.item_id != item:
            return None
        return regional_data(self.vision) | {
            "links": [
                {
                    "lineage": str(one.lineage),
                    "kind": one.kind,
                    "number": numbers[one.lineage],
                    "title": one.title,
                }
                for one in items
                if one.id in self.linked
            ]
        }


def regional_data(vision: RegionalVision) -> Data:
    """The fields of a 地域ビジョン in the words of its choices, in the order of the lists of the nation."""
    quotation = None
    if vision.quoted_title:
        quotation = {
            "title": vision.quoted_title,
            "source": vision.quoted_from,
            "url": vision.quoted_url,
            "page": vision.quoted_page,
        }
    return {
        "keyword": vision.keyword,
        "purpose": vision.purpose,
        "model_types": vision.model_names,
        "priority_fields": vision.field_names,
        "quotation": quotation,
    }

"""Documents that came in, as tests of the intake begin with them: outlines made by hand."""

from typing import Any

from django.utils import timezone

from kpi.intake.outline import Actual, KpiLine, Node, Outline, to_data
from kpi.models import Upload
from strategy.models import Edition


def uploaded(edition: Edition, outline: Outline, kind: str = "DOCUMENT", **fields: Any) -> Upload:
    """A document that waits to be taken into this edition."""
    given = {
        "name": "素案.docx",
        "size": 4,
        "sha256": "0" * 64,
        "data": b"data",
        "at": timezone.now(),
    } | fields
    return Upload.objects.create(
        government=edition.plan.government,
        edition=edition,
        kind=kind,
        parsed={"outline": to_data(outline)},
        **given,
    )


def kpi(name: str, target: str = "73%", baseline: str = "68.1%（令和3年度）", **fields: Any) -> KpiLine:
    """A KPI as a row prints it."""
    return KpiLine((), name, target_text=target, baseline_text=baseline, **fields)


# A new chapter with all that a document may say, and text for one that stands there (tests.factories.small_tree).
DRAFT = Outline(
    (
        Node("n1", 1, "第1章", "子ども・若者が夢や希望をもてるまちづくり", "<p>文書の本文です。</p>"),
        Node(
            "n2", 1, "第2章", "安心して暮らせるまちづくり", "<p>備えを進めます。</p>",
            kpis=(
                kpi("住みよいと思う人の割合", actuals=(Actual(2022, "69.0"), Actual(2023, "70.2（速報値）"))),
                kpi("待機児童数", "0人", "25人", department="経営計画課", source="庁内の集計"),
            ),
        ),
        Node("n3", 2, "第2章－1", "防災", kpis=(kpi("住みよいと思う人の割合", is_relisted=True),)),
        Node("n4", 3, "（1）", "備えを進めます", continuity="NEW", period="令和6年度～令和8年度", budget="1,200千円"),
    ),
)  # fmt: skip

"""A term that is over is judged as a whole on the pages: opened, answered, published, and put into the next edition."""

import datetime
import re

import pytest
from django.urls import reverse

from accounts.models import Department
from kpi.models import Publication, ReviewYear
from kpi.review.reading import report_of
from kpi.targets import create_target
from publishing.editions import freeze, publish, start_next_edition
from strategy.models import Edition, PlanItem
from tests import factories
from tests.kpi import closings, promises
from tests.kpi.boards import HEAD
from tests.kpi.office import said, text

pytestmark = pytest.mark.django_db

YEARS = (2020, 2021, 2022, 2023, 2024)
# Name, unit, baseline, target, better, department, figures of 令和2年度 to 令和6年度, the final grade
ROWS = (
    ("子育てがしやすいまちだと思う市民の割合", "%", "60.0%（平成30年度）", "70.0%", "UP", "child",
     ("61.0%", "63.5%", "66.0%", "68.0%", "71.5%"), "◎ 達成"),
    ("待機児童数", "人", "40人（平成30年度）", "0人", "DOWN", "child", ("35人", "30人", "22人", "12人", "9人"), "△ やや遅れ"),
    ("移住相談件数", "件", "100件（平成30年度）", "200件", "UP", "planning",
     ("90件", "95件", "97件", "96件", "92件"), "▼ 基準値を下回る"),
)  # fmt: skip


@pytest.fixture
def edition(toyonaka) -> Edition:
    """第2期, of 令和2年度 to 令和6年度, with KPIs of two departments and a figure of each year."""
    departments = {
        key: Department.objects.create(government=toyonaka, division=division, name=name)
        for key, division, name in (("child", "こども未来部", "こども政策課"), ("planning", "都市経営部", "経営計画課"))
    }  # fmt: skip
    made = factories.edition(
        factories.plan(toyonaka),
        title="第2期総合戦略",
        first_fiscal_year=2020,
        last_fiscal_year=2024,
        stage=Edition.Stage.ADOPTED,
        effective_from=datetime.date(2020, 4, 1),
    )
    tree = factories.small_tree(made)
    PlanItem.objects.filter(pk=tree["direction"].pk).update(department=departments["child"])
    for name, unit, baseline, target, better, department, figures, _ in ROWS:
        indicator = promises.indicator(
            toyonaka, name=name, unit=unit, better=better, department=departments[department]
        )
        create_target(
            actor=None,
            item=tree["chapter"],
            indicator=indicator,
            name=name,
            unit=unit,
            baseline_text=baseline,
            target_text=target,
        )
        for year, figure in zip(YEARS, figures, strict=True):
            promises.approved(indicator, year, figure)
    return publish(actor=None, edition=freeze(actor=None, edition=made))


def at(name: str, *more: object) -> str:
    return reverse(name, args=["toyonaka", "digital-strategy", *more])


def act(client, page: str, /, *more: object, **fields: object) -> str:
    """Send a form of the review; the address it leads to."""
    answer = client.post(at(page, "2024-term", *more), fields)
    assert answer.status_code == 302, text(answer)
    return answer["Location"]


def bare(figures: tuple[str, ...]) -> list[str]:
    """The figures without their unit, as a report prints them."""
    return [figure.rstrip("%人件") for figure in figures]


def of(name: str) -> object:
    """The lineage of the target of this name."""
    return ReviewYear.objects.get().edition.targets.get(name=name).lineage


def opened(client, edition: Edition) -> ReviewYear:
    """The 総括評価, opened on the page."""
    answer = client.post(at("review_open"), {"year": "2024-term"})
    assert (answer["Location"], said(answer)) == (
        at("review_year", "2024-term"),
        [
            "令和2年度から令和6年度までの総括評価を始めました。課への照会は、段階を「入力」に進めると始まります。"
        ],
    )
    review = ReviewYear.objects.get()
    assert (review.kind, review.fiscal_year, review.edition) == ("TERM", 2024, edition)
    assert review.returns.count() == 2
    return review


def answer(client, review: ReviewYear) -> None:
    """Departments and committee say what they have to; the step of publication is at work."""
    act(client, "review_step", step="entry", seen=1)
    words = {"cause": "転出が増えた。", "issue": "受け皿が足りない。", "action": "枠を広げる。"}
    for name in ("待機児童数", "移住相談件数"):
        act(client, "review_kpi", of(name), seen=0, **words)
    for row in review.returns.order_by("pk"):
        act(client, "return_submit", row.department_id, seen=1, **HEAD)
        act(client, "return_accept", row.department_id, seen=2)
    facts = {"kind": "EXTERNAL", "name": "総合戦略推進会議", "held_on": "2025-08-20", "has_outsiders": "on"}
    act(client, "hearing_add", seen=0, **facts)
    meeting = review.hearings.get()
    for opinion in ("相談先を見せて。", "広報を強めて。"):
        act(client, "opinion_add", seen=0, hearing=meeting.pk, about="", text=opinion)
    summary = {"judgement": "概ね順調", "judged_by": "総合戦略推進会議", "summary": "取組みは進んだ。"}
    act(client, "review_summary", seen=2, **summary)
    act(client, "review_step", step="publication", seen=3)


def check_report(review: ReviewYear) -> None:
    """Years, judgement, every figure, final grades and how many there are of each."""
    report = report_of(closings.current(review), closings.TODAY)
    assert (report.kind, report.years, report.judgement) == ("TERM", YEARS, "概ね順調")
    figures = {row.name: [figure.text for figure in row.figures] for row in report.rows}
    assert figures == {row[0]: bare(row[6]) for row in ROWS}
    grades = {
        row.name: f"{report.grade(row.grade).sign} {report.grade(row.grade).word}" for row in report.rows
    }
    assert grades == {row[0]: row[7] for row in ROWS}
    told = {grade.word: count for grade, count in zip(report.grades, report.counts, strict=True) if count}
    assert (told, report.total) == ({"達成": 1, "やや遅れ": 1, "基準値を下回る": 1}, 3)
    assert Publication.objects.count() == 15  # every figure of the term is public now


def check_text(body: str) -> None:
    """What the item of the next edition begins with."""
    before, _, table = body.removesuffix("<p>見本の本文です。</p>").partition("<h3>")
    assert before.removesuffix("</p>").split("</p>") == [
        "<p>「第2期総合戦略」（令和2年度から令和6年度まで）は、総合戦略推進会議による総括評価で「概ね順調」と評価されました。",
        "<p>取組みは進んだ。",
        "<p>主な意見は次のとおりです。",
        "<p>①相談先を見せて。",
        "<p>②広報を強めて。",
        "<p>3指標のうち、「達成」と「順調」は合わせて1指標（33%）です。「やや遅れ」は1指標、「基準値を下回る」は1指標です。",
    ]
    assert [re.findall(r"<t[hd][^>]*>([^<]*)<", row) for row in table.split("<tr>")[2:]] == [
        [f"{name}［{unit}］", baseline, *bare(figures), target, grade]
        for name, unit, baseline, target, _, _, figures, grade in ROWS
    ]


def test_a_term_is_reviewed_published_and_begins_the_next_edition(client, aoki, edition):
    client.force_login(aoki)
    review = opened(client, edition)
    answer(client, review)
    shown = client.get(at("review_close", "2024-term"))
    assert shown.context["ready"].blocking == ()
    act(client, "review_close", seen=shown.context["ready"].seen)
    check_report(review)

    following = start_next_edition(
        actor=None,
        edition=edition,
        stage="DRAFT",
        title="第3期総合戦略",
        first_fiscal_year=2025,
        last_fiscal_year=2029,
        effective_from=None,
    )
    item = following.items.get(title="総合戦略の概要")
    PlanItem.objects.filter(pk=item.pk).update(title="第2期の総括")
    page = client.get(at("term_text", "2024-term"))
    chosen = [option.value for option in page.context["choice"].options if option.is_chosen]
    assert chosen == [str(item.lineage)]
    act(client, "term_text", to=item.lineage)
    item.refresh_from_db()
    check_text(item.body)
    public = text(client.get("/toyonaka/digital-strategy/reviews/2024-term/"))
    assert "令和2年度～令和6年度の評価" in public

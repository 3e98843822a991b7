"""The text of a 総括評価, and how it comes to stand at the beginning of an item of the next edition."""

from dataclasses import replace

import pytest
from django.urls import reverse

from kpi.models import ReviewYear
from kpi.review.reading import report_of
from kpi.review.term_text import term_text
from publishing.editions import start_next_edition
from strategy.models import PlanItem
from strategy.sanitise import clean
from tests.kpi import closings, promises
from tests.kpi.closings import TODAY
from tests.kpi.office import said, text
from tests.kpi.rounds import a_round

pytestmark = pytest.mark.django_db


@pytest.fixture
def year(toyonaka):
    return a_round(toyonaka)


@pytest.fixture
def review(year):
    """A review of the whole term, its last year judged by the figure of that year."""
    promises.approved(year.targets["ease"].indicator, 2027, "73.4%")
    made = closings.ready(year, summary="取組みは進んだ。\n課題も残る。")
    ReviewYear.objects.filter(pk=made.pk).update(kind="TERM", fiscal_year=2027)
    closings.heard(made, "相談先を見せて。", "<b>広報</b>を。")
    closings.heard(made, "市民の声", kind="RESIDENTS", name="意識調査")
    return closings.current(made)


def test_the_text_tells_the_judgement_the_opinions_the_counts_and_each_kpi(review):
    html = term_text(report_of(review, TODAY))
    first, *rest = html.partition("<h3>")[0].removesuffix("</p>").split("</p>")
    assert first == (
        "<p>「第3期まち・ひと・しごと創生総合戦略」（令和5年度から令和9年度まで）は、"
        "総合戦略推進会議による総括評価で「概ね順調」と評価されました。"
    )
    assert rest[:-1] == [
        "<p>取組みは進んだ。",
        "<p>課題も残る。",
        "<p>主な意見は次のとおりです。",
        "<p>①相談先を見せて。",
        "<p>②&lt;b&gt;広報&lt;/b&gt;を。",
    ]
    assert rest[-1] == (
        "<p>3指標のうち、「達成」と「順調」は合わせて1指標（33%）です。"
        "「基準値を下回る」は1指標、「判定不能」は1指標です。"
    )
    table = html.partition("<tbody>")[2].split("</tr>")
    assert table[0] == (
        '<tr><th scope="row">子育てがしやすいまちだと思う市民の割合［%］</th><td>68.1%（令和3年度）</td><td>69.0</td>'
        "<td>70.2</td><td>未公表</td><td>まだ時期でない</td><td>73.4</td><td>73%</td><td>◎ 達成</td>"
    )
    assert len(table) == 4


def test_the_editor_keeps_all_of_it(review):
    html = term_text(report_of(review, TODAY))
    assert clean(html).removed == ()
    assert clean(html).html == html


def test_what_nobody_wrote_is_left_out(review):
    report = report_of(review, TODAY)
    bare = replace(report, judgement="", judged_by="", summary="", inputs=(), rows=(), total=0)
    assert term_text(bare) == (
        "<p>「第3期まち・ひと・しごと創生総合戦略」（令和5年度から令和9年度まで）の取組みを総括しました。</p>"
    )


def page():
    return reverse("term_text", args=["toyonaka", "digital-strategy", "2027-term"])


def test_without_a_working_edition_the_text_is_only_shown(client, aoki, review):
    client.force_login(aoki)
    shown = client.get(page())
    assert (shown.status_code, "作成中の版がありません" in text(shown)) == (200, True)


def test_the_text_comes_before_what_the_item_says_once(client, aoki, year, review):
    edition = start_next_edition(actor=None, edition=year.edition, stage="DRAFT", effective_from=None)
    item = edition.items.get(lineage=year.made["heading"].lineage)
    PlanItem.objects.filter(pk=item.pk).update(title="第3期の総括")
    client.force_login(aoki)
    shown = client.get(page())
    assert [option.value for option in shown.context["choice"].options if option.is_chosen] == [
        str(item.lineage)
    ]
    answer = client.post(page(), {"to": str(item.lineage)})
    assert (answer.status_code, said(answer)) == (302, ["「第3期の総括」の初めに、総括の文を入れました。"])
    item.refresh_from_db()
    assert item.body == term_text(report_of(review, TODAY)) + "<p>見本の本文です。</p>"
    again = client.post(page(), {"to": str(item.lineage)})
    assert (again.status_code, "この項目には、同じ文がすでに入っています。" in text(again)) == (422, True)
    assert client.post(page(), {}).status_code == 422
    assert PlanItem.objects.get(pk=item.pk).version == item.version


def test_a_review_of_one_year_has_no_such_text(client, aoki, year):
    year.open(2024)
    client.force_login(aoki)
    there = reverse("term_text", args=["toyonaka", "digital-strategy", "2024"])
    assert client.get(there).status_code == 404

"""The page of a plan with KPI tables, drawn from a document; and what its readers get of a real one."""

import datetime
import re
from types import SimpleNamespace

import pytest
from django.template.loader import render_to_string

from kpi.models import RelistedTarget, Target
from publishing import pages
from publishing.editions import freeze, publish
from strategy.models import Edition
from tests import factories
from tests.documents import document, entry, kpi_plan, target, with_targets
from tests.kpi import promises

PAGE = "/toyonaka/digital-strategy/"


def drawn(document) -> str:
    """The preview of a document, without the line breaks of its template."""
    edition = SimpleNamespace(number=3, is_public=False, is_frozen=False, stage_name="案", term=None)
    context = pages.edition_page(document) | {"edition": edition, "is_preview": True}
    return re.sub(r"\s*\n\s*", "", render_to_string("publishing/plan.html", context))


@pytest.fixture(scope="module")
def shown() -> str:
    return drawn(kpi_plan())


def test_every_target_has_its_place_once(shown):
    assert len(re.findall(r'id="(kpi-[^"]+)"', shown)) == len(kpi_plan().targets)
    assert len(set(re.findall(r'id="([^"]+)"', shown))) == len(re.findall(r'id="([^"]+)"', shown))


def test_rows_are_printed_in_order_with_their_marks_and_times(shown):
    names = re.findall(r'<th scope="row" role="rowheader">(.*?)</th>', shown)
    assert names[2:9] == [
        '<span class="survey-mark">※</span>子育てがしやすいと感じる市民の割合<small>（対象：18歳以下の子どもがいる市民）</small>',
        '<span class="survey-mark">※</span>子どもや若者がいきいきと活動できていると感じる市民の割合'
        "<small>（対象：18歳以下の子どもがいる市民）</small>",
        '<span class="survey-mark">※</span>子どもや若者がいきいきと活動できていると感じる市民の割合'
        "<small>（対象：子どもがいない40歳未満の市民）</small>",
        "出生数",
        '<span class="survey-mark">※</span>住み続けたい市民の割合<small>（対象：18～49歳）</small>',
        '<span class="tag">再掲</span> 出生数',
        "就業率",
    ]
    assert 'data-label="現状"><span>68.1%<small>（令和3年度）</small></span></td>' in shown
    assert 'data-label="目標値（令和9年度）"><span>73%</span></td>' in shown


def test_tables_have_captions_and_heads_for_those_who_hear_them(shown):
    assert (
        '<caption class="visually-hidden">第1章　子どもが夢をもてるまちづくり：重要業績評価指標（KPI）の現状と目標値</caption>'
        in shown
    )
    assert (
        '<th scope="colgroup" role="columnheader" colspan="2" class="center">参考：人口ビジョンの想定人口</th>'
        in shown
    )
    assert shown.count("<table") == shown.count("<caption") == 4 + 2  # two beside the pictures of the plan


def test_notes_stand_behind_their_table_and_supplementary_indicators_behind_all(shown):
    places = [
        shown.index(words)
        for words in (
            "次のとおり定めます。",
            "総人口",
            "※ＫＧＩは目的の指標です。",
            "出生数",
            "※は市民意識調査",
            "保育所等待機児童数",
        )
    ]
    assert places == sorted(places)


def test_a_digital_kpi_leads_to_the_section_it_tells_of(shown):
    made = kpi_plan()
    assert re.search(
        r'data-label="関連する基本的方向"><a href="#item-[^"]+">第1章－1　子育て支援の充実</a></td>', shown
    )
    assert made.items[2].targets[0].serves


def test_targets_are_counted_with_those_shown_again(shown):
    assert "<dt>指標</dt><dd>KGI　2件、KPI　10件（再掲1を含む）、補足指標　2件</dd>" in shown
    assert "<span>KPI　3件（再掲1を含む）</span>" in shown


def test_a_preview_leads_to_no_public_page_of_an_indicator(shown):
    assert "/kpi/" not in shown


@pytest.mark.parametrize("kind", ["MEASURE", "INITIATIVE", "PILLAR", "DIRECTION", "GOAL"])
def test_an_item_in_a_list_or_a_box_shows_its_table_there(kind):
    held = with_targets(
        entry(kind, "持つ項目", "①", body="<p>本文です。</p><p>※注です。</p>"), target("件数", "10件")
    )
    made = document(entry("TEXT", "見出し", "1", [held, entry(kind, "次の項目", "②")]), schema=2)
    page = drawn(made).partition('class="plan-body"')[2]
    places = [page.index(words) for words in ("持つ項目", "本文です。", "件数", "※注です。", "次の項目")]
    assert (places, page.count("<p>本文です。</p>")) == (sorted(places), 1)


@pytest.mark.django_db
@pytest.mark.parametrize("rows", [2, 40])
def test_readers_get_a_link_to_each_indicator_at_the_same_cost(
    client, toyonaka, django_assert_num_queries, rows
):
    plan = factories.plan(toyonaka)
    edition = factories.edition(plan, stage=Edition.Stage.ADOPTED, effective_from=datetime.date(2023, 4, 1))
    made = factories.small_tree(edition)
    first = promises.target(made["chapter"])
    others = [
        Target(edition=edition, item=made["section"], indicator=first.indicator, name=f"指標{n}", target_text="1件",
               position=n, spec=first.spec, baseline=first.baseline)
        for n in range(rows)
    ]  # fmt: skip
    Target.objects.bulk_create(others)
    RelistedTarget.objects.create(edition=edition, target=first, item=made["section"])
    publish(actor=None, edition=freeze(actor=None, edition=edition))
    with django_assert_num_queries(3):
        page = client.get(PAGE).content.decode()
    assert page.count(f'<a href="{PAGE}kpi/{first.indicator.key}/">') == rows + 2
    assert f"KPI　{rows + 2}件（再掲1を含む）" in page

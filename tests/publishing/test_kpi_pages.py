"""Citizens' pages of KPIs: only what was published, at a fixed cost, never sent twice; every state has its words."""

import copy
import datetime
import re
from decimal import Decimal
from xml.etree import ElementTree

import pytest
from django.db import transaction
from django.utils import timezone

from accounts.audit import record
from kpi.grades import PRESETS, to_data
from kpi.indicators import mark_break, save_indicator
from kpi.models import Indicator, Target
from kpi.schemes import save_scheme
from publishing.editions import freeze, publish, withdraw
from publishing.kpi_pages import reading
from publishing.kpi_pages.one import IndicatorPage
from publishing.kpi_pages.reading import read_one, standing_of
from publishing.rules import shelf_or_404
from strategy.models import Edition
from tests import factories
from tests.publishing.opendata_world import CANARY, figure, make_public, measured, published, target
from tests.publishing.opendata_world import indicator as made_indicator
from tests.publishing.opendata_world import world as made_world

PAGE = "/toyonaka/digital-strategy/kpi/"
HIDDEN = (CANARY, "7654321", "7,654,321", "7654.321", "777,777,777")


@pytest.fixture(autouse=True)
def no_layout_is_kept():
    reading.KEPT.clear()
    yield
    reading.KEPT.clear()


@pytest.fixture(scope="module")
def _world(for_the_file):
    return made_world(factories.government())


@pytest.fixture
def world(_world, db):
    return copy.deepcopy(_world)


def text(response) -> str:
    return response.content.decode()


def plain(html: str) -> str:
    """What a reader reads: the words without tags."""
    return re.sub(r"<[^>]+>", "", html)


def one(world, name: str) -> str:
    return f"{PAGE}{world.indicators[name].key}/"


def row_of(page: str, name: str) -> str:
    """The row of a table whose head names the indicator."""
    return next(row for row in page.split("<tr")[1:] if f">{name}</a>" in row).split("</tr>")[0]


# --- before anything stands there -----------------------------------------------------------------------------


def test_a_plan_without_targets_has_no_page_and_no_link_to_one(client, toyonaka):
    factories.published(factories.plan(toyonaka))
    assert client.get(PAGE).status_code == 404
    assert PAGE not in text(client.get("/toyonaka/digital-strategy/"))
    assert PAGE not in text(client.get("/toyonaka/"))


@pytest.mark.parametrize("more", [11, 146])
def test_the_pages_cost_the_same_few_queries_at_any_size(client, toyonaka, django_assert_num_queries, more):
    made = made_world(toyonaka, more=more)
    with django_assert_num_queries(7):
        page = text(client.get(PAGE))
    assert page.count('<th scope="row" role="rowheader"><a href="/toyonaka') == more + 5
    with django_assert_num_queries(8):
        assert client.get(one(made, "content")).status_code == 200


def test_before_any_public_figure_the_page_says_so(client, toyonaka):
    plan = factories.plan(toyonaka)
    edition = factories.edition(plan, stage=Edition.Stage.ADOPTED, effective_from=datetime.date(2023, 4, 1))
    made = factories.small_tree(edition)
    own = made_indicator(toyonaka, "見本の指標", "%", known_month=7)
    target(made["section"], own, "73%", "68.1%（令和3年度）")
    figure(measured(own, 2024), "70.4")
    publish(actor=None, edition=freeze(actor=None, edition=edition))
    page = text(client.get(PAGE))
    assert "実績はまだ公表されていません。" in page and "count-strip" not in page and "70.4" not in page
    assert "68.1%" in page and "73%" in page
    alone = text(client.get(f"{PAGE}{own.key}/"))
    assert "実績はまだ公表されていません。" in alone and "<figure" not in alone and "chart.svg" not in alone
    assert client.get(f"{PAGE}{own.key}/chart.svg").status_code == 404


@pytest.mark.parametrize("name", ["children", "people", "content", "more0"])
def test_every_figure_that_is_drawn_stands_in_the_table(client, toyonaka, name):
    world = made_world(toyonaka, more=1)
    page = trend_of(world, name)
    chart, rows = page.picture.chart, {row.year: row for row in page.trend.rows}
    said = {
        year: " ".join((row.figure, row.total, row.goal, row.path, *row.others)) for year, row in rows.items()
    }
    drawn = [(point.year, point.value) for point in (*chart.actual, *chart.goals)]
    drawn += [(point.year, point.value) for line in chart.lines for point in line.points] + list(chart.path)
    assert len(drawn) > 3
    for year, value in drawn:
        told = {
            Decimal(number.replace(",", "").replace("−", "-"))
            for number in re.findall(r"−?[\d,.]+", said[year])
        }
        assert Decimal(str(value)) in told, (year, value, said[year])
    html = plain(text(client.get(one(world, name))).split("年度ごとの値</caption>")[1].split("</table>")[0])
    assert all(row.figure in html and row.path in html for row in rows.values())


# --- only what was published ----------------------------------------------------------------------------------


def test_nothing_unpublished_is_on_any_page(client, world):
    for address in (
        PAGE,
        f"{PAGE}?year=2024",
        *(one(world, name) for name in world.indicators if name != "secret"),
    ):
        response = client.get(address)
        assert response.status_code == 200, address
        assert [word for word in HIDDEN if word in text(response)] == [], address
    chart = client.get(f"{one(world, 'content')}chart.svg")
    assert [word for word in HIDDEN if word in text(chart)] == []


def test_a_draft_newer_than_the_public_figure_changes_nothing_until_it_is_published(client, world):
    assert "−60人" in row_of(text(client.get(PAGE)), "社会増減")
    revision = world.indicators["people"].measurements.get(fiscal_year=2024).revisions.order_by("-n").first()
    make_public(revision=revision)
    assert "−7,654,321人" in row_of(text(client.get(PAGE)), "社会増減")


def test_indicators_of_others_are_not_there(client, world, ogori):
    foreign = made_indicator(ogori, "小郡市の指標")
    for key in (foreign.key, world.indicators["secret"].key, "00000000-0000-0000-0000-000000000000"):
        assert client.get(f"{PAGE}{key}/").status_code == 404
        assert client.get(f"{PAGE}{key}/chart.svg").status_code == 404
    assert client.get("/ogori/digital-strategy/kpi/").status_code == 404


def test_a_withdrawn_edition_shows_nothing(client, world, aoki):
    assert client.get(PAGE).status_code == 200
    withdraw(actor=aoki, edition=Edition.objects.get(pk=world.public.pk), reason="図の誤り")
    assert client.get(PAGE).status_code == 404
    assert client.get(one(world, "content")).status_code == 404


def test_plan_and_government_lead_to_the_page(client, world):
    assert f'href="{PAGE}">KPI</a>' in text(client.get("/toyonaka/digital-strategy/"))
    assert f'href="{PAGE}">KPIの進み具合<' in text(client.get("/toyonaka/"))


# --- what it costs --------------------------------------------------------------------------------------------


def test_the_same_page_again_is_not_sent_again(client, world, django_assert_num_queries):
    for address in (PAGE, f"{PAGE}?goal=1", one(world, "content"), f"{one(world, 'content')}chart.svg"):
        etag = client.get(address)["ETag"]
        with django_assert_num_queries(2):  # editions, and how the government's figures stand
            response = client.get(address, headers={"if-none-match": etag})
        assert response.status_code == 304 and response.content == b""


def test_a_reader_gets_no_cookie_and_a_page_that_may_be_kept(client, world):
    response = client.get(PAGE)
    assert not response.cookies and response["Cache-Control"] == "public, max-age=60"


def test_the_etag_changes_with_all_that_readers_may_notice(client, world, aoki, monkeypatch):
    seen = [client.get(PAGE)["ETag"]]

    def changed() -> bool:
        seen.append(client.get(PAGE)["ETag"])
        return seen[-1] not in seen[:-1]

    assert not changed()
    figure(measured(world.indicators["reports"], 2024), "55")
    assert not changed()  # approved, not published
    published(world.indicators["reports"], 2025, "60")
    assert changed()
    make_public(manual_grade=world.targets["children"].manual_grades.get())
    assert changed()
    save_scheme(actor=aoki, government=world.town, content=to_data(PRESETS["nagayo"]))
    assert changed()
    own = Indicator.objects.get(pk=world.indicators["reports"].pk)
    save_indicator(actor=aoki, indicator=own, version=own.version, definition="改めた説明です。")
    assert changed()
    mark_break(actor=aoki, indicator=own, fiscal_year=2024, note="数え方を変えた")
    assert changed()
    tomorrow = timezone.localdate() + datetime.timedelta(days=1)
    monkeypatch.setattr(timezone, "localdate", lambda *_: tomorrow)
    assert changed()


def test_filters_and_year_are_pages_of_their_own(client, world):
    addresses = (
        PAGE,
        f"{PAGE}?year=2024",
        f"{PAGE}?status=late",
        f"{PAGE}?goal=1&status=late",
        one(world, "content"),
    )
    assert len({client.get(address)["ETag"] for address in addresses}) == len(addresses)


def test_what_others_do_leaves_the_page_as_it_is(client, world, ogori):
    etag = client.get(PAGE)["ETag"]
    published(made_indicator(ogori, "小郡市の指標"), 2024, "5")
    assert client.get(PAGE)["ETag"] == etag


# --- the page of all ------------------------------------------------------------------------------------------


def test_the_newest_year_with_a_public_figure_is_judged(client, world):
    page = text(client.get(PAGE))
    assert "令和7年度の実績" in page and '<a href="?year=2024">令和6年度の実績</a>' in page
    assert "5年間のうち3年が過ぎたので、めやすは60％です。" in page
    children = row_of(page, "待機児童数")
    assert (
        'data-label="令和7年度">' in children
        and "3人" in plain(children)
        and '<span class="tag">速報</span>' in children
    )
    assert "減少の75.0％（めやす60％）。速報値による" in children
    assert "令和6年度の値による。令和7年度は未公表" in row_of(page, "社会増減")


def test_an_earlier_year_can_be_asked_for(client, world):
    page = text(client.get(f"{PAGE}?year=2024"))
    assert "<title>KPIの進み具合（令和6年度）" in page and 'data-label="令和7年度"' not in page
    assert "めやすは40％です。" in page
    assert f'href="{one(world, "people")}?year=2024"' in page
    for nonsense in ("2019", "2031", "x", "２０２４"):
        assert "令和7年度の実績" in text(client.get(f"{PAGE}?year={nonsense}"))


def test_a_grade_given_by_hand_stands_beside_the_computed_one_with_its_reason(client, world):
    row = row_of(text(client.get(PAGE)), "社会増減")
    assert re.findall(r"</svg>([^<]+)</span>", row) == ["順調", "遅れ"]
    assert "理由：-説明のとおり" in row and "手で付けた判定" in row
    page = text(client.get(one(world, "people")))
    assert "理由：-説明のとおり" in page and "なぜ「順調」か" in page


def test_any_scheme_is_shown_in_its_own_order_and_words(client, world, aoki):
    save_scheme(actor=aoki, government=world.town, content=to_data(PRESETS["sano"]))
    page = text(client.get(PAGE))
    strip = re.search(r'<ul class="count-strip">(.*?)</ul>', page, re.DOTALL)[1]
    words = [grade.word for grade in PRESETS["sano"].grades]
    assert re.findall(r"([^<>]+)</span><strong>", strip) == words
    assert '<span class="status-sign" aria-hidden="true">7</span>' in strip
    assert "達成率が90％以上" in page and "判定の区分：佐野市型" in page


def test_filters_narrow_the_tables_and_an_empty_choice_says_what_to_do(client, world):
    page = text(client.get(f"{PAGE}?status=on-track"))
    assert (
        "社会増減" in page and "=HYPERLINK(1)</a>" not in page.split("すべての指標")[1].split("補足指標")[0]
    )
    assert '<option value="on-track" selected>順調</option>' in page and "条件をはずす" in page
    empty = text(client.get(f"{PAGE}?status=below"))
    assert "この条件に合う指標はありません。" in empty and "0件を表示しています。" in empty
    every = text(client.get(f"{PAGE}?status=nonsense&goal=99&pillar=x&department=%00"))
    assert "この条件に合う指標はありません。" not in every and "条件をはずす" not in every


def test_what_an_office_wrote_stays_text(client, world):
    hostile = "<script>alert(1)</script>\"'&"
    Indicator.objects.filter(pk=world.indicators["reports"].pk).update(definition=hostile, source=hostile)
    Target.objects.filter(
        pk=world.targets["people"].pk
    )  # printed texts are frozen; those of indicators are not
    page = text(client.get(one(world, "reports")))
    assert "<script>alert" not in page and "&lt;script&gt;alert(1)" in page


# --- the page of one ------------------------------------------------------------------------------------------


def trend_of(world, name: str):
    shelf = shelf_or_404("toyonaka", "digital-strategy")
    return IndicatorPage(*read_one(shelf, standing_of(shelf), world.indicators[name].key))


def test_years_without_figures_say_why_and_changes_of_definition_are_told(client, world):
    page = trend_of(world, "content")
    assert {row.year: row.remarks for row in page.trend.rows} == {
        2021: ("計画策定時の現状",),
        2022: (),
        2023: ("未公表",),
        2024: ("確定", "この年度から定義が変わりました：問いを変えた"),
        2025: ("未公表",),
        2026: (),
        2027: ("目標の年度",),
    }
    html = text(client.get(one(world, "content")))
    assert "ここで定義が変わりました" in html and "令和6年度から定義が変わりました（問いを変えた）。" in html
    assert "□は全国平均（参考）" in html and "値のない年度は、線でつないでいません。" in html
    assert "縦の目盛りは0から始まっていません。" in html
    assert "1,530" in html and "51.0％" in html  # the round of the survey


def test_the_picture_comes_wide_and_narrow_in_the_page_and_as_a_file(client, world):
    page = text(client.get(one(world, "content")))
    assert re.findall(
        r'<svg viewBox="[^"]+" role="img" aria-labelledby="(chart-\w+)" class="([\w-]+)">', page
    ) == [
        ("chart-wide", "chart-wide"),
        ("chart-narrow", "chart-narrow"),
    ]
    assert " style=" not in page
    file = client.get(f"{one(world, 'content')}chart.svg")
    assert file["Content-Type"] == "image/svg+xml"
    title = ElementTree.fromstring(file.content).find("{http://www.w3.org/2000/svg}title").text
    assert (
        title
        == "満足度（対象：18歳以上）の推移。令和3年度60.0％から令和6年度72.0％へ上がり、目標は令和9年度70.0％。"
    )


def test_a_supplementary_indicator_has_years_and_no_verdict(client, world):
    published(world.indicators["extra"], 2024, "7")
    page = text(client.get(one(world, "extra")))
    assert "7件" in page and "なぜ「" not in page and 'class="verdict"' not in page
    assert "7件" in plain(row_of(text(client.get(PAGE)), "補足の数"))


def test_downloads_and_places_in_the_plan_are_linked(client, world):
    page = text(client.get(one(world, "people")))
    for address in ("values.csv", "values.json", "chart.svg"):
        assert client.get(f"{one(world, 'people')}{address}").status_code == 200
        assert f'href="{one(world, "people")}{address}"' in page
    lineage = world.targets["people"].lineage
    assert f'href="/toyonaka/digital-strategy/#kpi-{lineage}"' in page
    assert f'id="kpi-{lineage}"' in text(client.get("/toyonaka/digital-strategy/"))


def test_events_of_the_day_are_enough_for_what_is_seen_at_once(toyonaka, world):
    shelf = shelf_or_404("toyonaka", "digital-strategy")
    before = standing_of(shelf).seed
    event = record_outside(toyonaka)
    assert standing_of(shelf).seed == before, f"{event.verb} changes nothing that readers see"


def record_outside(government):
    with transaction.atomic():
        return record("plan.create", actor=None, government=government, subject=government)

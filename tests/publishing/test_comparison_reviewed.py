"""A decision of a reviewed year is the cause of the change that took it up, without anybody typing it (GUI-64)."""

import copy
import io

import pytest
from openpyxl import load_workbook

from kpi.models import Proposal
from publishing.comparison.data import from_data, to_data
from publishing.comparison.reading import content_of, issued_table, read_table
from publishing.comparison.reviewed import causes_between
from publishing.comparison.sheet import CAUSES, xlsx_of
from publishing.comparison.styles import preset
from publishing.comparison.table import Cause
from publishing.comparison.wording import cause_words
from publishing.comparisons import issue_comparison, note_changes
from publishing.document import hash_of
from publishing.editions import freeze, publish, start_next_edition
from strategy.items import delete_item, save_item
from strategy.models import PlanItem
from tests import factories
from tests.kpi import promises
from tests.publishing import reports, reviews

pytestmark = pytest.mark.django_db
ADDRESS = "/toyonaka/digital-strategy/reviews/2024/"
PAGE = "/toyonaka/digital-strategy/editions/2/comparison/1/"


class World:
    """Two frozen editions of a plan: the first published and reviewed, the second changed in two items and a target."""

    def __init__(self, toyonaka):
        self.old = factories.edition(factories.plan(toyonaka), stage="ADOPTED", effective_from="2023-04-01")
        made = factories.small_tree(self.old, 3)
        self.target = promises.target(made["chapter"], "就業率")
        self.old = publish(actor=None, edition=freeze(actor=None, edition=self.old))
        self.review = reviews.published(self.old)
        self.new = start_next_edition(actor=None, edition=self.old, stage="PROPOSAL")
        self.items = {
            name: PlanItem.objects.get(edition=self.new, lineage=one.lineage) for name, one in made.items()
        }
        for name in ("measure1", "measure2"):
            item = self.items[name]
            save_item(
                actor=None, item=item, version=item.version, title=f"{item.title}（改）", body=item.body
            )
        self.lineages = {name: item.lineage for name, item in self.items.items()}

    def decide(self, **fields) -> Proposal:
        facts = {
            "review": self.review, "subject": "対象", "decision": "改善", "state": "TAKEN_UP", "edition": self.new,
            "reason": "夜間の窓口を開く。",
        }  # fmt: skip
        return Proposal.objects.create(**facts | fields)

    def frozen(self):
        self.new = freeze(actor=None, edition=self.new)
        return self.old, self.new


@pytest.fixture(scope="module")
def _world(for_the_file):
    return World(factories.government())


@pytest.fixture
def world(_world, db):
    return copy.deepcopy(_world)


def causes(table) -> dict[str, tuple[Cause, ...]]:
    return {key: row.causes for row in table.rows for key in row.keys if row.causes}


def test_the_row_of_an_item_names_the_year_that_asked_for_it(world):
    world.decide(item_lineage=world.lineages["measure1"])
    cause = Cause("効果検証", "令和6年度の効果検証：改善（夜間の窓口を開く。）", ADDRESS)
    table = read_table(*world.frozen())
    assert causes(table) == {f"item:{world.lineages['measure1']}": (cause,)}
    assert cause_words(cause) == "もとになった効果検証：令和6年度の効果検証：改善（夜間の窓口を開く。）"


def test_a_removed_item_names_the_decision_to_abolish_it(world):
    world.decide(item_lineage=world.lineages["measure3"], decision="廃止", reason="")
    delete_item(actor=None, item=world.items["measure3"])
    found = causes(read_table(*world.frozen()))
    assert [cause.words for cause in found[f"item:{world.lineages['measure3']}"]] == [
        "令和6年度の効果検証：廃止"
    ]


def test_a_changed_target_names_the_decision_and_the_proposed_target(world):
    new = world.new.targets.get(lineage=world.target.lineage)
    type(new).objects.filter(pk=new.pk).update(target_text="78%")
    world.decide(target_lineage=world.target.lineage, new_target="78%", reason="")
    found = causes(read_table(*world.frozen()))
    assert {key: [cause.words for cause in told] for key, told in found.items()} == {
        f"item:{world.lineages['chapter']}": ["令和6年度の効果検証：改善、目標値の見直し案 78%"]
    }


def test_what_was_not_taken_up_or_by_another_plan_is_not_told(world, ogori):
    lineage = world.lineages["measure1"]
    Proposal.objects.create(review=world.review, item_lineage=lineage, subject="未", decision="改善")
    world.decide(item_lineage=lineage, state="DECLINED")
    world.decide(item_lineage=lineage, edition=world.old)  # taken up before the newer one was begun
    other = factories.published(factories.plan(ogori, "other"))
    world.decide(item_lineage=lineage, edition=other)
    assert causes_between(*world.frozen()) == {}


def test_of_an_open_year_nothing_is_told(world):
    opened = reviews.opened(world.old, fiscal_year=2023)
    world.decide(item_lineage=world.lineages["measure1"], review=opened)
    assert causes_between(*world.frozen()) == {}


def test_what_the_planner_typed_stays_first_and_is_not_said_twice(world):
    key = f"item:{world.lineages['measure1']}"
    world.decide(item_lineage=world.lineages["measure1"])
    old, new = world.frozen()
    typed = Cause("意見", "第4回委員会の意見", "")
    note_changes(actor=None, old=old, new=new, keys=[key], reason="言い方を改めます。", causes=[typed])
    row = next(row for row in read_table(old, new).rows if key in row.keys)
    assert (row.reason, [cause.kind for cause in row.causes]) == ("言い方を改めます。", ["意見", "効果検証"])
    own = Cause("効果検証", "評価を受けた見直し", ADDRESS)
    note_changes(actor=None, old=old, new=new, keys=[key], reason="", causes=[own])
    row = next(row for row in read_table(old, new).rows if key in row.keys)
    assert [cause.words for cause in row.causes] == ["評価を受けた見直し"]


def test_a_long_reason_is_cut_and_a_term_says_so(world):
    term = reviews.published(world.old, reports.term())
    world.decide(item_lineage=world.lineages["measure1"], review=term, reason="あ" * 300)
    (cause,) = causes(read_table(*world.frozen()))[f"item:{world.lineages['measure1']}"]
    assert cause.words == f"令和9年度までの総括評価：改善（{'あ' * 120}…）"
    assert cause.url == "/toyonaka/digital-strategy/reviews/2027-term/"


def test_excel_json_and_an_issued_table_hold_it(world):
    world.decide(item_lineage=world.lineages["measure1"])
    old, new = world.frozen()
    table = read_table(old, new)
    assert from_data(to_data(table)) == table
    sheet = load_workbook(io.BytesIO(xlsx_of(table, preset("new-old")))).worksheets[0]
    column = [cell.value for cell in sheet[1]].index(CAUSES)
    said = {cell.value for cell in sheet[chr(ord("A") + column)]}
    assert "もとになった効果検証：令和6年度の効果検証：改善（夜間の窓口を開く。）" in said
    issue_comparison(actor=None, old=old, new=new, seen=hash_of(content_of(table)))
    assert causes(issued_table(old, new)) == causes(table)


def test_readers_see_it_on_the_page_that_nobody_issued(client, world):
    publish(actor=None, edition=world.frozen()[1])
    before = client.get(PAGE)
    assert "もとになった" not in before.content.decode()
    world.decide(item_lineage=world.lineages["measure1"])
    after = client.get(PAGE, headers={"If-None-Match": before["ETag"]})
    page = after.content.decode()
    assert after.status_code == 200
    assert f'<a href="{ADDRESS}">令和6年度の効果検証：改善（夜間の窓口を開く。）</a>' in page
    assert client.get(ADDRESS).status_code == 200
    assert "令和6年度の効果検証：改善" in client.get(f"{PAGE}comparison.json").content.decode()


@pytest.mark.parametrize("count", [1, 30])
def test_it_costs_one_query_for_any_number_of_decisions(world, django_assert_num_queries, count):
    for _ in range(count):
        world.decide(item_lineage=world.lineages["measure1"])
    pair = world.frozen()
    with django_assert_num_queries(1):
        found = causes_between(*pair)
    assert len(found[str(world.lineages["measure1"])]) == count
    # Said once, however often it was decided alike.
    assert len(causes(read_table(*pair))[f"item:{world.lineages['measure1']}"]) == 1

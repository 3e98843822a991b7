"""Loading a whole text: what is written, what is refused, and that it does not cost a query per item."""

import io
import uuid
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from PIL import Image

from accounts.audit import LABELS, Refused
from accounts.models import AuditEvent, Department
from paper.images import Picture, prepare
from publishing.editions import freeze, start_next_edition
from strategy.loading import lineage_of, load_content
from strategy.models import Alignment, PlanItem, PlanRole, Relisting, Term
from strategy.plans import create_edition
from tests import factories

LEVELS = [
    {"key": "goal", "depth": 1, "name": "基本目標", "kind": "GOAL", "numbering": "goal", "under": [""]},
    {
        "key": "measure",
        "depth": 2,
        "name": "施策",
        "kind": "MEASURE",
        "numbering": "circled",
        "under": ["goal"],
    },
    {"key": "pillar", "depth": 1, "name": "柱", "kind": "PILLAR", "numbering": "none", "under": [""]},
]


def goal(n: int, **fields) -> dict:
    return {"key": f"g{n}", "level": "goal", "title": f"目標{n}", **fields}


def measure(n: int, **fields) -> dict:
    return {"key": f"m{n}", "level": "measure", "title": f"施策{n}", **fields}


@pytest.fixture
def working(toyonaka):
    return create_edition(
        actor=None,
        plan=factories.plan(toyonaka),
        title="見本の総合戦略",
        first_fiscal_year=2023,
        last_fiscal_year=2027,
    )


def load(edition, *, resolve=None, departments=None, plans=None, pictures=None, **content):
    return load_content(
        actor=None,
        edition=edition,
        content=content,
        resolve=resolve or {}.__getitem__,
        departments=departments or {},
        plans=plans or {},
        pictures=pictures or {},
    )


def titles(edition, parent=None) -> list[str]:
    return list(
        edition.items.filter(parent=parent).order_by("position", "id").values_list("title", flat=True)
    )


def find(edition, key: str) -> PlanItem:
    return edition.items.get(lineage=lineage_of("toyonaka", "digital-strategy", key))


def test_a_key_has_the_same_lineage_everywhere():
    assert lineage_of("toyonaka", "digital-strategy", "c1") == uuid.UUID(
        "e9617d14-0b3f-5f92-b90e-dd508551fd62"
    )


def test_items_stand_in_the_order_of_the_file(working):
    load(
        working,
        levels=LEVELS,
        items=[goal(1, items=[measure(1, body="<p>本文</p>"), measure(2, printed_number="⑨")]), goal(2)],
    )
    assert titles(working) == ["目標1", "目標2"]
    assert titles(working, find(working, "g1")) == ["施策1", "施策2"]
    first, second = find(working, "m1"), find(working, "m2")
    assert [first.kind, first.body, first.position] == ["MEASURE", "<p>本文</p>", 10]
    assert [second.printed_number, second.position] == ["⑨", 20]


def test_no_history_is_written_and_one_event_is(working):
    load(working, levels=LEVELS, items=[goal(1)])
    assert PlanItem.history.count() == 0
    event = AuditEvent.objects.get(verb="edition.load")
    assert [event.subject, event.detail] == [f"edition:{working.pk}", {"items": 1}]
    assert LABELS["edition.load"] == "計画の読込み"


def test_bodies_refer_to_items_by_key(working):
    load(
        working,
        levels=LEVELS,
        items=[goal(1, body='<p><a href="#key:g2">目標2</a>を見てください。</p>'), goal(2)],
    )
    assert f'<a href="#item-{find(working, "g2").lineage}"' in find(working, "g1").body


def drawn(colour: str) -> Picture:
    out = io.BytesIO()
    Image.new("RGB", (60, 40), colour).save(out, "PNG")
    return prepare(out.getvalue())


def test_figures_hang_on_their_items_and_take_the_place_of_copied_ones(working, settings):
    """As staff hang them: checked, stored under a name of ours, each with its event."""
    words = {"caption": "概念図", "alt": "見本の図です。", "source": "見本"}
    load(
        working,
        pictures={"old.png": drawn("black")},
        levels=LEVELS,
        items=[goal(1), goal(2)],
        figures={"g1": [words | {"file": "old.png"}], "g2": [words | {"file": "old.png"}]},
    )
    following = start_next_edition(actor=None, edition=freeze(actor=None, edition=working), stage="PROPOSAL")
    load(following, pictures={"new.png": drawn("white")}, figures={"g1": [words | {"file": "new.png"}]})
    shown = {
        edition: list(edition.figures.order_by("item__position").values_list("item__title", "sha256"))
        for edition in (working, following)
    }
    black, white = drawn("black").sha256, drawn("white").sha256
    assert shown == {
        working: [("目標1", black), ("目標2", black)],
        following: [("目標1", white), ("目標2", black)],
    }
    assert len(list(Path(settings.MEDIA_ROOT).rglob("*.png"))) == 3
    assert AuditEvent.objects.filter(verb="figure.create").count() == 3


def test_alignments_within_and_beyond_the_edition(working, ogori):
    other = factories.published(factories.plan(ogori, "other"))
    target = other.items.get(kind="PILLAR")
    load(
        working,
        resolve={"ogori/other/1#p": target.pk}.__getitem__,
        levels=LEVELS,
        items=[
            {"key": "p1", "level": "pillar", "title": "柱1"},
            goal(
                1,
                items=[
                    measure(
                        1,
                        aligned=[
                            {"to": "#p1", "verb": "CONSISTENT"},
                            {"to": "ogori/other/1#p", "verb": "CONSIDER", "page": 33, "note": "見本"},
                        ],
                    )
                ],
            ),
        ],
    )
    rows = (
        Alignment.objects.filter(edition=working)
        .order_by("id")
        .values_list("to_item", "verb", "page", "note")
    )
    assert list(rows) == [
        (find(working, "p1").pk, "CONSISTENT", None, ""),
        (target.pk, "CONSIDER", 33, "見本"),
    ]


def test_relisting_stands_between_the_children(working):
    load(
        working,
        levels=LEVELS,
        items=[
            goal(1, items=[measure(1)]),
            goal(2, items=[measure(2), measure(3)], relisted=[{"key": "m1", "at": 1}]),
        ],
    )
    row = Relisting.objects.get()
    assert [row.item, row.under] == [find(working, "m1"), find(working, "g2")]
    assert find(working, "m2").position < row.position < find(working, "m3").position


def test_terms_roles_and_departments(working, toyonaka):
    department = Department.objects.create(government=toyonaka, division="都市経営部", name="経営計画課")
    load(
        working,
        departments={"都市経営部/経営計画課": department},
        plans={"digital-strategy": working.plan},
        levels=LEVELS,
        items=[goal(1, department="都市経営部/経営計画課")],
        terms=[{"word": "ＫＰＩ", "reading": "", "definition": "指標"}],
        roles=[
            {"number": "①", "label": "上位の計画", "legal_basis": "", "plan": None},
            {"number": "②", "label": "総合戦略", "legal_basis": "法第10条", "plan": "digital-strategy"},
        ],
    )
    assert find(working, "g1").department == department
    assert Term.objects.get().word == "ＫＰＩ"
    roles = PlanRole.objects.order_by("position").values_list("number", "plan__slug")
    assert list(roles) == [("①", None), ("②", "digital-strategy")]


def test_a_copy_is_edited_and_added_to(working):
    load(
        working,
        levels=LEVELS,
        items=[goal(1, body="<p>前</p>"), goal(2)],
        terms=[{"word": "一", "reading": "", "definition": "前"}],
    )
    load(
        working,
        edit={"g1": {"title": "新しい目標1", "aligned": [{"to": "#g2", "verb": "REFER"}]}},
        add=[{"under": "g1", "index": 0, "item": measure(1)}, {"under": None, "index": 1, "item": goal(3)}],
        terms=[{"word": "二", "reading": "", "definition": "後"}],
    )
    assert titles(working) == ["新しい目標1", "目標3", "目標2"]
    assert find(working, "g1").body == "<p>前</p>"
    assert titles(working, find(working, "g1")) == ["施策1"]
    assert Alignment.objects.get().to_item == find(working, "g2")
    assert list(Term.objects.order_by("position").values_list("word", flat=True)) == ["一", "二"]


def test_siblings_make_room_when_there_is_none(working):
    load(working, levels=LEVELS, items=[goal(1), goal(2)])
    load(working, add=[{"under": None, "index": n, "item": goal(n + 3)} for n in range(6)])
    assert titles(working) == ["目標3", "目標4", "目標5", "目標6", "目標7", "目標8", "目標1", "目標2"]


def test_queries_do_not_grow_with_the_items(working, toyonaka, django_assert_num_queries):
    def content(goals: int) -> dict:
        return {"levels": LEVELS, "items": [goal(n, items=[measure(n)]) for n in range(goals)]}

    other = create_edition(
        actor=None,
        plan=factories.plan(toyonaka, "another"),
        title="見本の総合戦略",
        first_fiscal_year=2023,
        last_fiscal_year=2027,
    )
    for edition, goals in ((working, 2), (other, 30)):
        edition.plan.government  # noqa: B018 - read before counting
        with django_assert_num_queries(15):
            load(edition, **content(goals))


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ({"items": [measure(1)]}, "「施策1」（施策）は、そこには置けません。"),
        (
            {"items": [goal(1, department="なし/なし")]},
            "所管課「なし/なし」がありません。先に登録してください。",
        ),
        (
            {"items": [goal(1, body="<p>a</p><script>b</script>")]},
            "本文に使えないもの（スクリプト）があります。",
        ),
        (
            {"items": [goal(1, body='<p><a href="#key:g9">x</a></p>')]},
            "本文から、この版にない項目へ参照しています。見本のファイルを確かめてください。",
        ),
        (
            {"items": [goal(1, aligned=[{"to": "#g9", "verb": "REFER"}])]},
            "項目「g9」がこの版にありません。見本のファイルを確かめてください。",
        ),
        (
            {"edit": {"g9": {"title": "x"}}},
            "項目「g9」がこの版にありません。見本のファイルを確かめてください。",
        ),
    ],
)
def test_refused_and_nothing_kept(working, content, sentence):
    with pytest.raises(Refused) as refusal:
        load(working, levels=LEVELS, **content)
    assert refusal.value.sentence == sentence
    assert [working.items.count(), working.levels.count()] == [0, 0]


def test_a_title_too_long_for_the_column_is_refused(working):
    with pytest.raises(ValidationError, match="300"):
        load(working, levels=LEVELS, items=[goal(1) | {"title": "柱" * 301}])


def test_a_frozen_edition_is_refused(working):
    load(working, levels=LEVELS, items=[goal(1)])
    freeze(actor=None, edition=working)
    with pytest.raises(Refused, match="凍結した版は変えられません"):
        load(working, items=[goal(2)])
    assert titles(working) == ["目標1"]

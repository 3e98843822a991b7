"""Many titles at once: made from a pasted text, or changed in a table; all or none."""

import uuid

import pytest

from accounts.models import AuditEvent
from publishing.editions import freeze
from strategy.items import save_item
from strategy.models import Edition, PlanItem
from strategy.outlining import NoLevel, Retitled, create_titles, levels_of_lines, save_titles
from strategy.pasting import Line, parse_titles
from strategy.standing import ranks_of
from tests import factories
from tests.snapshots import everything_stored, refused

FROZEN = "凍結した版は変えられません。直すときは「次の版をつくる」か「正誤訂正」をしてください。"


def shape(edition: Edition, parent: PlanItem | None, depth: int = 0) -> list[tuple[int, str, str]]:
    found = []
    for item in edition.items.filter(parent=parent).select_related("level").order_by("position", "id"):
        found += [(depth, item.level.key, item.title), *shape(edition, item, depth + 1)]
    return found


def lines(text: str) -> tuple[Line, ...]:
    pasted = parse_titles(text)
    assert pasted.problems == ()
    return pasted.lines


# --- levels -------------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_each_rank_takes_the_next_level_that_may_stand_below(edition):
    ranks = ranks_of(edition.levels.all())
    text = lines("章\n\t節\n\t\t方向\n\t\t\t取組み\n\t次の節\n次の章")
    assert levels_of_lines(text, "chapter", ranks) == [
        "chapter", "section", "direction", "measure", "section", "chapter",
    ]  # fmt: skip
    assert levels_of_lines(lines("節\n\t方向"), "section", ranks) == ["section", "direction"]
    with pytest.raises(NoLevel) as caught:
        levels_of_lines(lines("方向\n\t取組み\n\t\tさらに下"), "direction", ranks)
    assert caught.value.sentence == (
        "3行目：「主な取組み」の下に置ける階層がありません。"
        "「さらに下」の字下げを直すか、階層の設定を変えてください。"
    )


# --- create -------------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_a_pasted_outline_becomes_a_branch(edition, made, aoki):
    text = "第2章　安全に安心して\n\t1　危機管理\n\t\t（1）備え\n\t\t\t①訓練\n\t\t\t②備蓄\n\n\t2　防犯\n第3章　活力"
    created = create_titles(
        actor=aoki, edition=edition, parent=None, level=edition.levels.get(key="chapter"), titles=lines(text)
    )
    assert shape(edition, None)[-7:] == [
        (0, "chapter", "安全に安心して"),
        (1, "section", "危機管理"),
        (2, "direction", "備え"),
        (3, "measure", "訓練"),
        (3, "measure", "備蓄"),
        (1, "section", "防犯"),
        (0, "chapter", "活力"),
    ]
    assert len({item.lineage for item in created}) == 7
    for item in created:
        (row,) = PlanItem.history.filter(id=item.pk)
        assert (row.history_type, row.history_user, row.title) == ("+", aoki, item.title)
        assert item.kind == item.level.kind
    (event,) = AuditEvent.objects.filter(verb="titles.create")
    assert (event.subject, event.detail) == (f"edition:{edition.pk}", {"under": None, "count": 7})


@pytest.mark.django_db
def test_titles_come_to_the_end_or_where_they_are_wanted(edition, made, aoki):
    measure, direction = edition.levels.get(key="measure"), made["direction"]
    give = {"actor": aoki, "edition": edition, "parent": direction, "level": measure}
    create_titles(**give, titles=lines("三\n四"))
    create_titles(**give, titles=lines("間"), index=1)
    assert [title for _, _, title in shape(edition, direction)] == [
        "見本の取組み1", "間", "見本の取組み2", "三", "四",
    ]  # fmt: skip


@pytest.mark.django_db
def test_titles_that_are_refused(edition, made, aoki, ogori):
    strange = factories.edition(factories.plan(ogori))
    elsewhere = factories.small_tree(strange)
    measure, direction = edition.levels.get(key="measure"), made["direction"]
    give = {"actor": aoki, "edition": edition, "parent": direction, "level": measure}
    assert refused(create_titles, **give, titles=[]) == "見出しを一つ以上入れてください。"
    assert refused(create_titles, **give, titles=[Line(1, 0, "一"), Line(2, 1, "二")]) == (
        "2行目：「主な取組み」の下に置ける階層がありません。「二」の字下げを直すか、階層の設定を変えてください。"
    )
    assert (
        refused(create_titles, **give, titles=[Line(3, 1, "一")]) == "3行目：一つ上の段の見出しがありません。"
    )
    assert refused(create_titles, **give, titles=[Line(1, 0, " ")]) == "1行目：見出しは1字から300字までです。"
    assert (
        refused(create_titles, **give, titles=[Line(1, 0, "あ" * 301)])
        == "1行目：見出しは1字から300字までです。"
    )
    many = [Line(n, 0, "見出し") for n in range(1, 502)]
    assert refused(create_titles, **give, titles=many) == (
        "一度に入れられるのは500件までです。何回かに分けて入れてください。"
    )
    one = [Line(1, 0, "一")]
    assert refused(create_titles, **give | {"parent": made["section"]}, titles=one) == (
        "「主な取組み」は「節」の下には置けません。置けるのは「方向性」の下です。"
    )
    assert refused(create_titles, **give | {"parent": elsewhere["direction"]}, titles=one) == (
        "別の版の項目の下には入れられません。"
    )
    gone = strange.levels.get(key="measure")
    gone.key = "gone"
    assert refused(create_titles, **give | {"level": gone}, titles=one) == (
        "この階層はもうありません。画面を開き直してください。"
    )
    freeze(actor=aoki, edition=edition)
    assert refused(create_titles, **give, titles=one) == FROZEN


@pytest.mark.django_db
def test_five_hundred_titles_are_made_at_once(edition, made, aoki):
    text = "\n\n".join(f"第{n}節　節{n}\t\n\t（1）方向{n}\t" for n in range(250))
    level = edition.levels.get(key="section")
    created = create_titles(
        actor=aoki, edition=edition, parent=made["chapter"], level=level, titles=lines(text)
    )
    assert len(created) == 500
    found = shape(edition, made["chapter"])
    assert found[-2:] == [(0, "section", "節249"), (1, "direction", "方向249")]
    assert sum(depth == 0 for depth, _, _ in found) == 251


@pytest.mark.django_db
def test_many_titles_ask_as_often_as_few(edition, made, aoki, django_assert_num_queries):
    level = edition.levels.get(key="section")
    for count in (2, 40):
        text = "\n".join(f"節\n\t方向{n}" for n in range(count // 2))
        with django_assert_num_queries(12):
            create_titles(
                actor=aoki, edition=edition, parent=made["chapter"], level=level, titles=lines(text)
            )


# --- change -------------------------------------------------------------------------------------------------


def retitled(item: PlanItem, title: str, version: int = 1) -> Retitled:
    return Retitled(item.lineage, version, title)


@pytest.mark.django_db
def test_only_titles_that_changed_are_saved(edition, made, aoki):
    one, two = made["measure1"], made["measure2"]
    changed = save_titles(
        actor=aoki,
        edition=edition,
        titles=[retitled(one, "　新しい見出し "), retitled(two, two.title, version=9)],
    )
    assert [item.title for item in changed] == ["新しい見出し"]
    assert PlanItem.objects.get(pk=one.pk).version == 2
    assert PlanItem.objects.get(pk=two.pk).version == 1
    row = PlanItem.history.filter(id=one.pk).latest("history_id")
    assert (row.title, row.history_type, row.history_user) == ("新しい見出し", "~", aoki)
    assert PlanItem.history.filter(id=two.pk).count() == 1
    (event,) = AuditEvent.objects.filter(verb="titles.save")
    assert event.detail["lineages"] == [str(one.lineage)]


@pytest.mark.django_db
def test_titles_that_others_saved_first_are_named_and_nothing_is_saved(edition, made, aoki, baba):
    one, two = made["measure1"], made["measure2"]
    save_item(actor=baba, item=one, version=1, title="馬場の見出し", body="")
    before = everything_stored()
    assert refused(
        save_titles, actor=aoki, edition=edition, titles=[retitled(two, "二"), retitled(one, "青木の見出し")]
    ) == (
        "「馬場の見出し」は、ほかの人が先に直しました。何も保存していません。"
        "画面を開き直して、今の見出しを確かめてください。"
    )
    assert everything_stored() == before


@pytest.mark.django_db
def test_bad_titles_are_refused(edition, made, aoki, ogori):
    strange = factories.small_tree(factories.edition(factories.plan(ogori)))["measure1"]
    save = {"actor": aoki, "edition": edition}
    for title in (" ", "あ" * 301):
        assert refused(save_titles, **save, titles=[retitled(made["measure1"], title)]) == (
            "「見本の取組み1」の見出しは1字から300字までです。"
        )
    gone = "削除された項目があります。画面を開き直してください。"
    assert refused(save_titles, **save, titles=[retitled(strange, "見出し")]) == gone
    assert refused(save_titles, **save, titles=[Retitled(uuid.uuid4(), 1, "見出し")]) == gone
    freeze(actor=aoki, edition=edition)
    assert refused(save_titles, **save, titles=[retitled(made["measure1"], "見出し")]) == FROZEN


@pytest.mark.django_db
def test_changing_many_titles_asks_as_often_as_changing_few(edition, made, aoki, django_assert_num_queries):
    for count in (2, 40):
        items = [factories.item(edition, "measure", f"多い{n}", made["direction"]) for n in range(count)]
        with django_assert_num_queries(10):
            save_titles(actor=aoki, edition=edition, titles=[retitled(item, "直した") for item in items])

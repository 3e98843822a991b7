"""Many titles on one page: changed in a table, pasted from a spreadsheet, looked at before they are made."""

import uuid

import pytest

from publishing.editions import freeze
from strategy.items import create_item, delete_item, save_item
from strategy.models import PlanItem
from tests.strategy.desk import FROZEN, at, said, text


def titles_of(parent: PlanItem) -> list[str]:
    return list(parent.children.order_by("position", "id").values_list("title", flat=True))


def sent(form) -> dict[str, str]:
    """What the table sends when nothing was changed."""
    return {field.name: field.value() for field in form}


def name_of(item: PlanItem, version: int = 1) -> str:
    return f"{item.lineage}.{version}"


# --- the table ----------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_the_table_shows_the_plan_or_what_is_under_an_item(desk, edition, made):
    page = desk.get(at("titles", edition))
    assert [place.label for place, _ in page.context["form"].rows][:3] == [
        "1　総合戦略の概要",
        "子育て環境の充実",
        "第1章　子ども・若者が夢や希望をもてるまちづくり",
    ]
    assert [place.level for place in page.context["places"]] == ["見出し", "章", "節", "方向性"]
    page = desk.get(at("titles", edition, under=made["section"]))
    assert [place.label for place, _ in page.context["form"].rows] == [
        "（1）安心して産み育てられる環境づくりを進めます",
        "①見本の取組み1",
        "②見本の取組み2",
    ]
    for under in (uuid.uuid4(), "nonsense"):
        assert desk.get(f"{at('titles', edition)}?under={under}").status_code == 404


@pytest.mark.django_db
def test_titles_that_changed_are_saved(desk, edition, made):
    address = at("titles", edition, under=made["direction"])
    data = sent(desk.get(address).context["form"]) | {name_of(made["measure2"]): "直した見出し"}
    answer = desk.post(address, data)
    assert (answer.url, said(answer)) == (address, ["1項目の見出しを保存しました。"])
    assert titles_of(made["direction"]) == ["見本の取組み1", "直した見出し"]
    assert PlanItem.objects.get(pk=made["measure1"].pk).version == 1


@pytest.mark.django_db
def test_bad_titles_and_those_of_others_keep_what_was_typed(desk, edition, made, baba):
    address = at("titles", edition, under=made["direction"])
    data = sent(desk.get(address).context["form"])
    one, two = name_of(made["measure1"]), name_of(made["measure2"])
    answer = desk.post(address, data | {one: " ", two: "あ" * 301})
    assert answer.status_code == 422
    assert "見出しを入れてください。" in text(answer)
    assert "見出しは300字までです（今は301字）。" in text(answer)
    save_item(actor=baba, item=made["measure1"], version=1, title="馬場の見出し", body="")
    answer = desk.post(address, data | {one: "青木の見出し", two: "二つ目"})
    assert answer.status_code == 422
    assert "「馬場の見出し」は、ほかの人が先に直しました。何も保存していません。" in text(answer)
    assert 'value="青木の見出し"' in text(answer)
    assert 'value="二つ目"' in text(answer)
    assert titles_of(made["direction"]) == ["馬場の見出し", "見本の取組み2"]
    unchanged = desk.post(address, data | {two: "二つ目"})  # the stale title was not touched by this person
    assert unchanged.status_code == 422


@pytest.mark.django_db
def test_a_title_of_an_item_that_is_gone_is_told_and_not_lost(desk, edition, made, aoki):
    address = at("titles", edition, under=made["direction"])
    data = sent(desk.get(address).context["form"]) | {name_of(made["measure1"]): "書いた見出し"}
    delete_item(actor=aoki, item=PlanItem.objects.get(pk=made["measure1"].pk))
    answer = desk.post(address, data)
    assert answer.status_code == 422
    assert "「書いた見出し」の項目は、ほかの人が削除しました。" in text(answer)


# --- pasting ------------------------------------------------------------------------------------------------

PASTED = "第2節　教育環境の充実\n\t（1）学びの充実\n\n\t\t①少人数学級\n①\n第3節　若者"


@pytest.mark.django_db
def test_a_pasted_text_is_shown_before_anything_is_made(desk, edition, made):
    page = desk.post(
        at("titles_preview", edition, under=made["chapter"]),
        {"level": "section", "text": PASTED, "strip": "on"},
    )
    assert page.status_code == 200
    form = page.context["form"]
    assert [(line.row, line.title, line.number, level.name) for line, level in form.lines] == [
        (1, "教育環境の充実", "第2節", "節"),
        (2, "学びの充実", "（1）", "方向性"),
        (4, "少人数学級", "①", "主な取組み"),
        (6, "若者", "第3節", "節"),
    ]
    assert form.counts == [("節", 2), ("方向性", 1), ("主な取組み", 1)]
    for words in ("まだつくっていません。", "4項目をつくります。", "番号だけの行はとばしました（5行目）。"):
        assert words in text(page)
    assert edition.items.count() == 7


@pytest.mark.django_db
def test_what_was_shown_is_made(desk, edition, made):
    data = {"level": "section", "text": PASTED, "strip": "on"}
    answer = desk.post(at("titles_create", edition, under=made["chapter"]), data)
    assert (answer.url, said(answer)) == (
        at("titles", edition, under=made["chapter"]),
        ["4項目をつくりました。"],
    )
    assert titles_of(made["chapter"]) == ["妊娠・出産・子育て支援の充実", "教育環境の充実", "若者"]
    desk.post(at("titles_create", edition), {"level": "chapter", "text": "第2章　安全"})
    assert edition.items.filter(parent=None).order_by("position").last().title == "第2章　安全"


@pytest.mark.django_db
def test_the_text_is_there_again_to_be_written_anew(desk, edition, made):
    data = {"level": "section", "text": "\n" + PASTED, "strip": "on"}
    page = desk.post(at("titles_preview", edition, under=made["chapter"]), data)
    assert f"hidden>\n{data['text']}</textarea>" in text(page).replace("\r\n", "\n")
    page = desk.post(at("titles_preview", edition, under=made["chapter"]), data | {"rewrite": "1"})
    assert (page.status_code, page.templates[0].name) == (200, "strategy/titles.html")
    assert PASTED in text(page).replace("\r\n", "\n")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"text": ""}, "見出しを貼り付けてください。"),
        ({"text": "\n\t\n　\n"}, "見出しが一つもありません。一行に一つ書いてください。"),
        ({"text": "節\n\n" + "い" * 301}, "3行目：見出しが301字あります。300字までに短くしてください。"),
        (
            {"text": "\n".join(f"節{n}" for n in range(501))},
            "501行目：一度に入れられるのは500件までです（全部で501件）。",
        ),
        ({"text": "節\t方向\t取組み\tさらに\n"}, "1行目：「主な取組み」の下に置ける階層がありません。"),
        ({"text": "節\t方向\n\t\t取組み\n節\n\t\t取組み"}, "4行目：「取組み」の一つ上の段がありません。"),
        ({"level": "measure"}, "measure"),
        ({"text": "あ" * 200_001}, "文が長すぎます。何回かに分けて入れてください。"),
    ],
)
def test_what_cannot_be_made_is_told_with_its_row_and_the_text_stays(desk, edition, made, change, sentence):
    data = {"level": "section", "text": "節", "strip": "on"} | change
    for name in ("titles_preview", "titles_create"):
        page = desk.post(at(name, edition, under=made["chapter"]), data)
        assert (page.status_code, sentence in text(page)) == (422, True)
        assert data["text"].strip()[:300] in text(page)
    assert edition.items.count() == 7


@pytest.mark.django_db
def test_five_hundred_titles_with_empty_lines_and_tabs_are_made(desk, edition, made):
    pasted = "\r\n\r\n".join(f"\t（{n}）方向{n}\t" if n % 5 else f"第{n}節　節{n}\t\t" for n in range(500))
    data = {"level": "section", "text": pasted, "strip": "on"}
    answer = desk.post(at("titles_create", edition, under=made["chapter"]), data)
    assert said(answer) == ["500項目をつくりました。"]
    assert edition.items.count() == 507
    page = desk.get(at("titles", edition))
    data = sent(page.context["form"])
    assert len(data) == 507
    last = next(name for name in data if data[name] == "方向499")
    assert (
        said(desk.post(at("titles", edition), data | {last: "直した"}))[-1] == "1項目の見出しを保存しました。"
    )


@pytest.mark.django_db
def test_a_table_holds_no_more_than_a_request_carries(desk, edition, made, monkeypatch):
    monkeypatch.setattr("strategy.views.titles.MOST_ROWS", 3)
    page = desk.get(at("titles", edition))
    assert len(page.context["form"].rows) == 3
    assert "初めの3項目だけを出しています。" in text(page)
    assert "だけを出しています。" not in text(desk.get(at("titles", edition, under=made["direction"])))


# --- nobody else, nothing frozen, nothing slow --------------------------------------------------------------


@pytest.mark.django_db
def test_titles_of_a_frozen_edition_are_not_changed_but_what_was_typed_stays(desk, edition, made, aoki):
    address = at("titles", edition, under=made["direction"])
    data = sent(desk.get(address).context["form"]) | {name_of(made["measure1"]): "書いた見出し"}
    freeze(actor=aoki, edition=edition)
    answer = desk.post(address, data)
    assert (answer.status_code, FROZEN in text(answer), "書いた見出し" in text(answer)) == (422, True, True)
    answer = desk.post(
        at("titles_create", edition, under=made["chapter"]), {"level": "section", "text": "書いた節"}
    )
    assert (answer.status_code, FROZEN in text(answer), "書いた節" in text(answer)) == (422, True, True)


@pytest.mark.django_db
def test_a_department_changes_no_titles_here(client, edition, made, baba):
    client.force_login(baba)
    for name in ("titles", "titles_preview", "titles_create"):
        assert (
            client.post(
                at(name, edition, under=made["chapter"]), {"level": "section", "text": "節"}
            ).status_code
            == 403
        )
    assert edition.items.count() == 7


@pytest.mark.django_db
def test_the_table_asks_as_often_for_many_items_as_for_few(
    desk, edition, made, aoki, django_assert_num_queries
):
    desk.get(at("titles", edition))
    level = edition.levels.get(key="measure")
    for count in (2, 80):
        while made["direction"].children.count() < count:
            create_item(actor=aoki, edition=edition, level=level, title="多い", parent=made["direction"])
        with django_assert_num_queries(9):
            desk.get(at("titles", edition))

"""KPIs and items are evaluated: what is wanted, what comes next, money as people type it, conflicts with both texts."""

from decimal import Decimal

import pytest

from kpi.models import (
    ItemReview,
    TargetReview,
)
from kpi.review.item_reviews import Project, projects_of
from kpi.review.target_reviews import save_target_review
from tests.kpi.boards import at_entry, submitted
from tests.kpi.evaluations import a_year, at, fill
from tests.kpi.office import said, staff, text

pytestmark = pytest.mark.django_db


@pytest.fixture
def year(toyonaka):
    return a_year(toyonaka)


@pytest.fixture
def review(year):
    return year.open()


@pytest.fixture
def filled(year, review):
    return fill(year, review)


def test_a_kpi_that_is_behind_asks_for_cause_issue_and_action(client, year, review, aoki):
    client.force_login(aoki)
    page = text(client.get(at("review_kpis", review) + "?show=wanted"))
    assert ("出生数" in page, "温室効果ガス排出量" in page) == (True, False)
    assert "要因・課題・今後の対応がまだ" in page
    path = at("review_kpi", review, year.targets["births"].lineage)
    page = text(client.get(path))
    assert ("計画どおりに進んでいない指標です" in page, page.count("書いてください</span>")) == (True, 3)
    answer = client.post(path, {"seen": 0, "cause": "人口の減少", "direction": "improve", "stay": 1})
    assert said(answer) == [
        "「出生数」を保存しました。遅れている指標なので、課題・今後の対応も書いてください。"
    ]
    assert answer.url == path
    answer = client.post(path, {"seen": 1, "cause": "人口", "issue": "課題", "action": "対応"})
    assert said(answer)[-1] == "「出生数」の評価を保存しました。"
    assert "書くべきものは、もうありません。" in text(client.get(at("review_kpis", review) + "?show=wanted"))


def test_after_saving_comes_the_next_kpi(client, year, review, aoki):
    client.force_login(aoki)
    ease, births, emission = (year.targets[name].lineage for name in ("ease", "births", "emission"))
    sent = {"seen": 0, "cause": "要因", "next": 1}
    assert client.post(at("review_kpi", review, ease), sent).url == at("review_kpi", review, births)
    assert client.post(at("review_kpi", review, births), sent).url == at("review_kpi", review, emission)
    assert client.post(at("review_kpi", review, emission), sent).url == at("review_kpis", review)
    # Among those in which something is to be written there is no other.
    sent = {**sent, "seen": 1}
    answer = client.post(at("review_kpi", review, births) + "?show=wanted", sent)
    assert answer.url == at("review_kpis", review) + "?show=wanted"


def test_whoever_comes_too_late_sees_both_texts(client, year, review, aoki):
    client.force_login(aoki)
    target = year.targets["births"]
    path = at("review_kpi", review, target.lineage)
    save_target_review(actor=None, review=review, target=target, seen=0, cause="先に書いた要因")
    answer = client.post(path, {"seen": 0, "cause": "あとから書いた要因", "direction": "improve"})
    page = text(answer)
    assert answer.status_code == 409
    assert ("<td>先に書いた要因</td><td>あとから書いた要因</td>" in page) is True
    assert ("<td>（空）</td><td>改善</td>" in page) is True
    assert TargetReview.objects.get().cause == "先に書いた要因"
    client.post(path, {"seen": 1, "cause": "あとから書いた要因"})  # as the page now sends it
    assert TargetReview.objects.get().cause == "あとから書いた要因"


def test_what_was_typed_while_a_colleague_submitted_is_refused_and_kept_on_the_page(client, year, toyonaka):
    review = at_entry(year)
    client.force_login(staff("馬場", "DEPARTMENT", toyonaka, year.child))
    pages = {
        at("review_kpi", review, year.targets["births"].lineage): {"seen": 0, "cause": "長い文"},
        at("review_item", review, year.made["measure1"].lineage): {"seen": 0, "achievement": "長い文"},
    }
    assert [client.post(path, sent | {"projects-count": 0}).status_code for path, sent in pages.items()] == [
        302,
        302,
    ]
    submitted(review, year.child)
    for path, sent in pages.items():
        answer = client.post(path, sent | {"seen": 1, "cause": "書きかけの文", "achievement": "書きかけの文"})
        page = text(answer)
        assert (answer.status_code, "書きかけの文</textarea>" in page, "保存して次へ" in page) == (
            403,
            True,
            False,
        )
        assert "提出する前のその課の人だけです" in page
    assert (TargetReview.objects.get().cause, ItemReview.objects.get().achievement) == ("長い文", "長い文")


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({"cause": "要因"}, "画面が古くなっています"),
        ({"seen": 0, "direction": "x"}, "一覧から選んでください"),
        ({"seen": 0, "cause": "あ" * 2001}, "要因は2000字までです"),
    ],
)
def test_what_cannot_be_saved_is_said_and_kept_on_the_page(client, year, review, aoki, sent, sentence):
    client.force_login(aoki)
    answer = client.post(at("review_kpi", review, year.targets["births"].lineage), sent)
    assert (answer.status_code, sentence in text(answer), TargetReview.objects.count()) == (422, True, 0)


def test_history_tells_who_wrote_what(client, year, review, aoki):
    target = year.targets["births"]
    save_target_review(actor=aoki, review=review, target=target, seen=0, direction="improve")
    client.force_login(aoki)
    page = text(client.get(at("review_kpi", review, target.lineage)))
    assert "書いた人と変更の記録（1回）" in page
    assert "今後の方針：「改善」" in page


# --- items --------------------------------------------------------------------------------------------------


def row(n: int, name: str, budget: str = "", settled: str = "", funding: str = "") -> dict[str, str]:
    cells = {"name": name, "budget": budget, "settled": settled, "funding": funding}
    return {f"projects-{n}-{key}": value for key, value in cells.items()}


def test_an_item_is_written_with_its_projects_as_people_type_money(client, year, review, aoki):
    client.force_login(aoki)
    path = at("review_item", review, year.made["measure1"].lineage)
    sent = {
        "seen": 0, "achievement": "12回", "self_evaluation": "b", "direction": "abolish", "projects-count": "3",
        **row(0, "産後ケア", "12,000", "１１，３５０千円", "国1/2"), **row(1, ""), **row(2, "両親学級", "―"),
    }  # fmt: skip
    answer = client.post(path, sent)
    assert said(answer) == ["「見本の取組み1」を保存しました。まだ書かれていないもの：方針の理由。"]
    assert projects_of(ItemReview.objects.get()) == (
        Project("産後ケア", Decimal(12000), Decimal(11350), "国1/2"),
        Project("両親学級"),
    )
    page = text(client.get(path))
    assert ('value="12,000"' in page, 'value="11,350"' in page) == (True, True)
    # Sent again as it stands: nothing changes and no row is lost.
    sent = {
        "seen": 1, "achievement": "12回", "self_evaluation": "b", "direction": "abolish", "projects-count": "4",
        **row(0, "産後ケア", "12,000", "11,350", "国1/2"), **row(1, "両親学級"), **row(2, ""), **row(3, ""),
    }  # fmt: skip
    client.post(path, sent)
    review_of_item = ItemReview.objects.get()
    assert (review_of_item.version, len(projects_of(review_of_item))) == (1, 2)


def test_more_rows_are_asked_for_without_saving(client, year, review, aoki):
    client.force_login(aoki)
    path = at("review_item", review, year.made["measure1"].lineage)
    sent = {
        "seen": 0,
        "achievement": "まだ途中",
        "projects-count": "2",
        "projects-more": "1",
        **row(0, "産後ケア"),
    }
    answer = client.post(path, sent)
    page = text(answer)
    assert (answer.status_code, ItemReview.objects.count()) == (200, 0)
    assert ('name="projects-4-name"' in page, "まだ途中" in page, 'value="産後ケア"' in page) == (True,) * 3


@pytest.mark.parametrize(
    ("cells", "sentence"),
    [
        (row(0, "", "500"), "1行目：事業名：事業名を入れるか"),
        (row(0, "事業", "たくさん"), "1行目：当初予算額（千円）"),
        (row(0, "事業", "-5"), "0以上の数で"),
        (row(0, "事業", "1.5"), "小数のない数で"),
    ],
)
def test_money_that_cannot_be_read_names_its_row(client, year, review, aoki, cells, sentence):
    client.force_login(aoki)
    path = at("review_item", review, year.made["measure1"].lineage)
    answer = client.post(path, {"seen": 0, "achievement": "実績", "projects-count": "1", **cells})
    assert (answer.status_code, sentence in text(answer), ItemReview.objects.count()) == (422, True, 0)


def test_an_item_that_was_saved_meanwhile_shows_both(client, year, filled, aoki):
    client.force_login(aoki)
    path = at("review_item", filled, year.made["measure1"].lineage)
    sent = {"seen": 0, "achievement": "別の実績", "projects-count": "1", **row(0, "両親学級", "100")}
    answer = client.post(path, sent)
    page = text(answer)
    assert answer.status_code == 409
    assert "<td>実績</td><td>別の実績</td>" in page
    assert (
        "<td>産後ケア（当初12,000千円・決算11,350千円・国1/2）</td><td>両親学級（当初100千円・決算―）</td>"
        in page
    )
    assert projects_of(ItemReview.objects.get())[0].name == "産後ケア"


def test_kpis_of_the_goal_stand_beside_an_item_without_its_own(client, year, review, aoki):
    client.force_login(aoki)
    page = text(client.get(at("review_item", review, year.made["measure1"].lineage)))
    assert "「子ども・若者が夢や希望をもてるまちづくり」のKPI" in page
    assert page.count("目標値：") == 3

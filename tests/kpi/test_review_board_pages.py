"""The pages of the board: what is shown to whom, what is done on them, and what a stranger or a reader may not."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import Department, Outbox
from kpi.models import DepartmentReturn, Indicator, ReviewPractice, ReviewYear
from kpi.review.practice import DEFAULT
from kpi.review.practice_reading import typed_of
from kpi.targets import create_target
from publishing.editions import freeze, publish, start_next_edition
from tests.kpi import promises
from tests.kpi.boards import answer_of, as_published, at_entry, mailed, of_department, practised, submitted
from tests.kpi.office import said, staff, text
from tests.kpi.rounds import Round, a_round

pytestmark = pytest.mark.django_db

HEAD_FORM = {"head_name": "課長　見本", "head_checked_on": "2025-06-10"}


@pytest.fixture
def year(toyonaka) -> Round:
    return a_round(toyonaka)


def at(name: str, round_: Round, *more: object, word: str = "2024") -> str:
    return reverse(name, args=["toyonaka", round_.edition.plan.slug, word, *more])


def of_plan(name: str, round_: Round) -> str:
    return reverse(name, args=["toyonaka", round_.edition.plan.slug])


# --- years --------------------------------------------------------------------------------------------------


def test_a_planner_opens_a_year_and_comes_to_its_board(client, year, aoki):
    client.force_login(aoki)
    page = text(client.get(of_plan("review_years", year)))
    assert '<option value="2024">令和6年度（2024年度）</option>' in page
    answer = client.post(of_plan("review_open", year), {"year": "2024"})
    assert (answer.status_code, answer["Location"]) == (302, at("review_year", year))
    assert ReviewYear.objects.get().opened_by == aoki
    assert '<option value="2024">' not in text(client.get(of_plan("review_years", year)))


@pytest.mark.parametrize("given", ["2021", "2097", "2024-term", "x", ""])
def test_a_year_that_cannot_be_opened_is_refused_on_the_page(client, year, aoki, given):
    client.force_login(aoki)
    assert client.post(of_plan("review_open", year), {"year": given}).status_code == 422
    assert not ReviewYear.objects.exists()


def test_the_entry_leads_to_the_year_at_work_else_to_the_list(client, year, aoki):
    client.force_login(aoki)
    home = reverse("reviews_home", args=["toyonaka"])
    assert client.get(home)["Location"] == of_plan("review_years", year)
    year.open(2023)
    year.open(2024)
    assert client.get(home)["Location"] == at("review_year", year)


def test_without_a_plan_the_entry_says_what_to_do(client, toyonaka, aoki):
    client.force_login(aoki)
    answer = client.get(reverse("reviews_home", args=["toyonaka"]))
    assert (answer.status_code, "評価する計画が、まだありません" in text(answer)) == (200, True)


# --- the board ----------------------------------------------------------------------------------------------


def test_the_board_names_departments_values_and_what_is_late(client, year, aoki):
    review = at_entry(year)
    promises.typed(year.targets["ease"].indicator, text="70.2%")
    submitted(review, year.planning)
    client.force_login(aoki)
    page = text(client.get(at("review_year", year)))
    assert "年度評価　令和6年度（2024年度）" in page
    assert "1つの課が期限（6月30日）を過ぎています" in page
    rows = page[page.index("<tbody>") : page.index("</tbody>")]
    assert [word for word in ("1／2", "0／1", "遅れ", "確認待ち") if word in rows] == [
        "1／2", "0／1", "遅れ", "確認待ち",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("show", "names"), [("late", ["こども政策課"]), ("waiting", ["経営計画課"]), ("odd", None)]
)
def test_the_board_shows_only_what_is_asked_for(client, year, aoki, show, names):
    submitted(at_entry(year), year.planning)
    client.force_login(aoki)
    page = text(client.get(f"{at('review_year', year)}?show={show}"))
    rows = page[page.index("<tbody>") : page.index("</tbody>")]
    found = [name for name in ("こども政策課", "経営計画課") if f">{name}</a>" in rows]
    assert found == (names or ["こども政策課", "経営計画課"])


def test_a_reader_sees_the_board_and_no_button(client, year, toyonaka):
    at_entry(year)
    client.force_login(staff("閲覧　花子", "VIEWER", toyonaka))
    page = text(client.get(at("review_year", year)))
    assert [word for word in ("督促する", "期限を延ばす", "この段階にする") if word in page] == []
    assert "こども政策課" in page


def test_a_stranger_finds_nothing_and_a_department_may_not_lead(client, year, neighbour, baba):
    review = at_entry(year)
    pages = ["review_year", "review_remind", "review_extend"]
    client.force_login(neighbour)
    assert [client.get(at(name, year)).status_code for name in pages] == [404, 404, 404]
    of_department(baba, year.child)
    client.force_login(baba)
    assert [client.get(at(name, year)).status_code for name in pages] == [200, 403, 403]
    assert client.post(at("review_step", year), {"step": "internal", "seen": 2}).status_code == 403
    review.refresh_from_db()
    assert review.step == "entry"


def test_steps_are_changed_and_whoever_is_late_is_told(client, year, aoki):
    year.open()
    client.force_login(aoki)
    answer = client.post(at("review_step", year), {"step": "entry", "seen": "1"})
    assert (answer.status_code, said(answer)) == (302, ["評価の段階を「入力」にしました。"])
    late = client.post(at("review_step", year), {"step": "internal", "seen": "1"})
    assert (late.status_code, "ほかの人が先に段階を変えました" in text(late)) == (409, True)
    assert 'name="seen" value="2"' in text(late)
    assert client.post(at("review_step", year), {"step": "odd", "seen": "2"}).status_code == 422


# --- a department's return ----------------------------------------------------------------------------------


def test_a_department_submits_its_own_return_and_no_other(client, year, baba):
    at_entry(year)
    of_department(baba, year.child)
    client.force_login(baba)
    page = text(client.get(at("review_return", year, year.child.pk)))
    assert "値のない指標が2件あります" in page
    data = HEAD_FORM | {"seen": "1"}
    answer = client.post(at("return_submit", year, year.child.pk), data)
    assert (answer.status_code, said(answer)) == (302, ["こども政策課の回答を提出しました。"])
    assert client.post(at("return_submit", year, year.planning.pk), data).status_code == 403
    assert list(DepartmentReturn.objects.filter(state="SUBMITTED").values_list("department", flat=True)) == [
        year.child.pk
    ]


@pytest.mark.parametrize("step", ["prepare", "internal"])
def test_a_department_writes_only_while_it_is_asked(client, year, baba, step):
    review = at_entry(year)
    ReviewYear.objects.filter(pk=review.pk).update(step=step)
    of_department(baba, year.child)
    client.force_login(baba)
    answer = client.post(at("return_submit", year, year.child.pk), HEAD_FORM | {"seen": "1"})
    assert (answer.status_code, answer_of(review, year.child).state) == (403, "OPEN")


def test_one_planner_alone_does_it_all_for_a_department(client, year, aoki):
    review = practised(at_entry(year), gathers=True)
    promises.typed(year.targets["ease"].indicator, text="70.2%")
    client.force_login(aoki)
    acts = [("return_submit", HEAD_FORM), ("return_gather", {}), ("return_accept", {})]
    for seen, (name, data) in enumerate(acts, 1):
        assert client.post(at(name, year, year.child.pk), data | {"seen": str(seen)}).status_code == 302
    row = answer_of(review, year.child)
    assert (row.state, row.submitted_by, row.gathered_by, row.accepted_by) == ("ACCEPTED", aoki, aoki, aoki)


def test_what_was_typed_stays_when_it_is_refused_or_overtaken(client, year, aoki):
    review = at_entry(year)
    client.force_login(aoki)
    answer = client.post(at("return_submit", year, year.child.pk), {"head_name": "課長　見本", "seen": "1"})
    assert (answer.status_code, 'value="課長　見本"' in text(answer)) == (422, True)
    submitted(review, year.child)
    late = client.post(
        at("return_send_back", year, year.child.pk), {"why": "課題がありません。", "seen": "1"}
    )
    page = text(late)
    assert (late.status_code, "課題がありません。</textarea>" in page) == (409, True)
    assert "こども政策課の回答を「提出」にしました" in page
    again = client.post(
        at("return_send_back", year, year.child.pk), {"why": "課題がありません。", "seen": "2"}
    )
    assert (again.status_code, answer_of(review, year.child).state) == (302, "RETURNED")


def test_the_division_gathers_and_another_division_does_not(client, year, toyonaka, baba):
    review = practised(at_entry(year), gathers=True)
    submitted(review, year.child)
    sister = Department.objects.create(government=toyonaka, division="こども未来部", name="保育課")
    of_department(baba, year.planning)
    client.force_login(baba)
    assert client.post(at("return_gather", year, year.child.pk), {"seen": "2"}).status_code == 403
    of_department(baba, sister)
    assert client.post(at("return_gather", year, year.child.pk), {"seen": "2"}).status_code == 302
    assert answer_of(review, year.child).state == "GATHERED"


def test_a_department_may_neither_accept_nor_send_back(client, year, baba):
    review = at_entry(year)
    submitted(review, year.child)
    of_department(baba, year.child)
    client.force_login(baba)
    for name in ("return_accept", "return_send_back"):
        assert client.post(at(name, year, year.child.pk), {"seen": "2", "why": "x"}).status_code == 403
    assert answer_of(review, year.child).state == "SUBMITTED"


def test_a_department_that_answers_for_nothing_has_no_page(client, year, toyonaka, ogori, aoki):
    at_entry(year)
    other = Department.objects.create(government=ogori, name="企画課")
    idle = Department.objects.create(government=toyonaka, name="会計課")
    client.force_login(aoki)
    assert [client.get(at("review_return", year, one.pk)).status_code for one in (other, idle)] == [404, 404]


def test_a_published_year_offers_no_act(client, year, aoki):
    review = at_entry(year)
    submitted(review, year.child)
    as_published(review)
    client.force_login(aoki)
    page = text(client.get(at("review_return", year, year.child.pk)))
    assert [
        word for word in ("提出する</button>", "承認する</button>", "差し戻す</button>") if word in page
    ] == []
    answer = client.post(at("return_accept", year, year.child.pk), {"seen": "2"})
    assert (answer.status_code, "すでに公表されています" in text(answer)) == (422, True)


# --- reminding and putting off ------------------------------------------------------------------------------


def test_the_letter_is_shown_before_it_is_sent(client, year, aoki, baba):
    at_entry(year)
    of_department(mailed(baba, "kodomo@example.jp"), year.child)
    client.force_login(aoki)
    page = text(client.get(f"{at('review_remind', year)}?department={year.child.pk}"))
    assert ("kodomo@example.jp" in page, "・出生数" in page, Outbox.objects.count()) == (True, True, 0)
    answer = client.post(at("review_remind", year), {"departments": f"{year.child.pk}-1"})
    assert (answer.status_code, Outbox.objects.get().to) == (302, "kodomo@example.jp")
    again = client.post(at("review_remind", year), {"departments": f"{year.child.pk}-1"})
    assert (again.status_code, "きょうすでに督促しています" in text(again)) == (422, True)


def test_a_day_is_put_off_for_the_chosen_departments_only(client, year, aoki):
    review = at_entry(year)
    client.force_login(aoki)
    day = timezone.localdate() + datetime.timedelta(days=10)
    data = {"departments": f"{year.child.pk}-1", "due_on": day.isoformat(), "reason": "確定値は11月"}
    assert client.post(at("review_extend", year), data).status_code == 302
    assert [answer_of(review, one).due_on for one in (year.child, year.planning)] == [day, None]
    stale = client.post(at("review_extend", year), data)
    assert (stale.status_code, "ほかの人に変えられました" in text(stale)) == (422, True)


# --- the practice -------------------------------------------------------------------------------------------


def practice_form(**changes: object) -> dict[str, object]:
    """What the page sends of the usual practice."""
    content = typed_of(DEFAULT)
    data: dict[str, object] = {"seen": "0", "asks_head": "1", "save": "1"}
    for table in ("steps", "directions", "self_evaluations"):
        data[f"{table}-count"] = len(content[table])
        data |= {
            f"{table}-{n}-{name}": value
            for n, row in enumerate(content[table])
            for name, value in row.items()
        }
    return (
        data | {name: content[name] for name in ("grant_names", "reminds_before", "reminds_after")} | changes
    )


def test_a_planner_keeps_the_practice_and_the_next_year_begins_with_it(client, year, aoki):
    client.force_login(aoki)
    page = reverse("review_practice", args=["toyonaka"])
    assert client.get(page).status_code == 200
    data = practice_form(**{"steps-1-name": "照会・回答", "steps-1-day": "１２", "gathers": "1"})
    assert client.post(page, data).status_code == 302
    practice = year.open().practice
    assert (practice["steps"][1]["name"], practice["steps"][1]["day"], practice["gathers"]) == (
        "照会・回答",
        12,
        True,
    )


def test_faults_of_the_practice_stand_on_the_page_with_what_was_typed(client, year, aoki):
    client.force_login(aoki)
    page = reverse("review_practice", args=["toyonaka"])
    answer = client.post(page, practice_form(**{"steps-1-kind": "INTERNAL", "steps-2-name": ""}))
    assert answer.status_code == 422
    assert "課が入力する手順がありません" in text(answer)
    assert "手順3：名前を入れてください。" in text(answer)
    assert not ReviewPractice.objects.exists()


def test_rows_move_and_nothing_is_saved_yet(client, year, aoki):
    client.force_login(aoki)
    page = reverse("review_practice", args=["toyonaka"])
    answer = client.post(page, practice_form(act="down-steps-0") | {"save": ""})
    assert answer.status_code == 200
    assert 'id="steps-0-name" name="steps-0-name" value="入力"' in text(answer)
    added = text(client.post(page, practice_form(act="add-directions")))
    assert 'name="directions-count" value="7"' in added
    assert not ReviewPractice.objects.exists()


def test_of_two_who_keep_the_practice_the_later_sees_the_others(client, year, aoki):
    client.force_login(aoki)
    page = reverse("review_practice", args=["toyonaka"])
    client.post(page, practice_form(**{"steps-1-name": "照会"}))
    late = client.post(page, practice_form(**{"steps-1-name": "回答"}))
    shown = text(late)
    assert (late.status_code, "照会（6月30日まで）" in shown, 'value="回答"' in shown) == (409, True, True)
    again = client.post(page, practice_form(**{"steps-1-name": "回答", "seen": "1"}))
    assert (again.status_code, ReviewPractice.objects.get().content["steps"][1]["name"]) == (302, "回答")


def test_a_department_reads_the_practice_and_may_not_change_it(client, year, baba):
    client.force_login(baba)
    page = reverse("review_practice", args=["toyonaka"])
    assert "この進め方を保存する" not in text(client.get(page))
    assert client.post(page, practice_form()).status_code == 403


# --- how much the pages ask of the database -----------------------------------------------------------------


def grown(round_: Round, departments: int) -> None:
    """A newer edition in force with more KPIs, each of a department of its own."""
    edition = start_next_edition(
        actor=None, edition=round_.edition, stage="ADOPTED", effective_from=datetime.date(2024, 4, 1)
    )
    chapter = edition.items.get(lineage=round_.made["chapter"].lineage)
    for n in range(departments):
        department = Department.objects.create(
            government=round_.government, division="増設部", name=f"第{n}課"
        )
        indicator = Indicator.objects.get(
            pk=promises.indicator(round_.government, name=f"指標{n}", unit="人", department=department).pk
        )
        create_target(
            actor=None, item=chapter, indicator=indicator, name=indicator.name, unit="人",
            baseline_text="10人（令和3年度）", target_text="20人",
        )  # fmt: skip
        promises.typed(indicator, text="12人")
    round_.edition = publish(actor=None, edition=freeze(actor=None, edition=edition))


@pytest.mark.parametrize("name", ["review_year", "review_return", "review_remind", "review_extend"])
def test_the_pages_ask_the_same_however_many_departments_there_are(client, year, aoki, name):
    def queries() -> int:
        address = at(name, year, year.child.pk) if name == "review_return" else at(name, year)
        with CaptureQueriesContext(connection) as log:
            assert client.get(address).status_code == 200
        return len(log)

    client.force_login(aoki)
    at_entry(year)
    queries()
    small = queries()
    grown(year, 6)
    DepartmentReturn.objects.all().delete()
    ReviewYear.objects.all().delete()
    at_entry(year)
    queries()
    assert queries() == small

"""The office's pages of population visions and their scenarios: who sees what, and that a form is one act."""

import re
from typing import Any

import pytest
from django.urls import reverse

from accounts.models import AuditEvent
from publishing.editions import freeze, publish
from tests import factories
from tests.vision.towns import a_scenario, a_vision, an_area
from vision.document import VisionDocument
from vision.models import PopulationVision, Scenario, VisionCitation
from vision.spec import Moves, from_data
from vision.visions import freeze_vision, publish_vision, save_vision

pytestmark = pytest.mark.django_db
NOTICE = "見本です。架空の町の人口を使っています。"


@pytest.fixture
def vision(toyonaka) -> PopulationVision:
    return a_vision(toyonaka, notice=NOTICE)


@pytest.fixture
def planner(client, aoki):
    client.force_login(aoki)
    return client


def at(name: str, *arguments: Any) -> str:
    return reverse(name, args=["toyonaka", *arguments])


def text(answer) -> str:
    return answer.content.decode()


def notices(answer) -> list[str]:
    """What a form's summary says."""
    return re.findall(
        r"<li>(?:<a [^>]*>)?([^<]+)", text(answer).partition('role="alert"')[2].partition("</ul>")[0]
    )


def fields(scenario: Scenario, **changes: str) -> dict[str, str]:
    """The editor's fields of a scenario of the published course."""
    given = {"name": scenario.name, "description": "", "is_shown": "on", "version": str(scenario.version)}
    given |= {"births": "PUBLISHED", "moves": "PUBLISHED", "tfr-count": "0", "additions-count": "0"}
    return given | changes


# --- a vision ---------------------------------------------------------------------------------------------------


def test_a_vision_is_started_and_leads_to_its_page(planner, toyonaka):
    assert planner.get(at("population_visions")).status_code == 200
    wrong = planner.post(
        at("population_vision_add"), {"title": "人口ビジョン", "base_year": "2021", "last_year": "2050"}
    )
    assert wrong.status_code == 422
    assert notices(wrong) == [
        "基準年：基準年は、国勢調査の年（2015、2020など、5で割り切れる西暦）にしてください。"
    ]
    sent = {"title": "人口ビジョン", "base_year": "2020", "last_year": "2050", "notice": NOTICE}
    assert planner.post(at("population_vision_add"), sent)["Location"] == at("population_vision", 1)
    page = text(planner.get(at("population_vision", 1)))
    assert (page.count(NOTICE), "凍結するまでに、あと2件" in page) == (1, True)
    assert "作成中の人口ビジョンがすでにあります" in text(planner.get(at("population_vision_add")))


def test_every_page_of_a_vision_shows_its_notice(planner, vision):
    row = vision.scenarios.first()
    names = "population_vision population_vision_edit population_vision_freeze population_vision_publish"
    names += (
        " population_vision_withdraw population_vision_next population_vision_delete scenarios scenario_add"
    )
    addresses = [at(name, 1) for name in names.split()]
    addresses += [at(name, 1, row.lineage) for name in ("scenario", "scenario_adopt", "scenario_remove")]
    for frozen in (False, True):
        if frozen:
            publish_vision(actor=None, vision=freeze_vision(actor=None, vision=vision))
        for address in addresses:
            answer = planner.get(address)
            assert (answer.status_code, text(answer).count(f"<strong>{NOTICE}</strong>")) == (200, 1), address


def test_links_of_a_list_say_which_scenario_they_are_for(planner, vision):
    row = a_scenario(vision, "ほかの見通し")
    listed = text(planner.get(at("scenarios", 1)))
    for word in ("採用する…", "削除する…"):
        assert f'{word}<span class="visually-hidden">：{row.name}</span></a>' in listed


def test_who_may_only_read_reads(client, vision, baba, neighbour, chiba):
    row = vision.scenarios.first()
    client.force_login(baba)
    page = text(client.get(at("population_vision", 1)))
    assert ("凍結する…" in page, "20,000" in page or "総人口" in page) == (False, True)
    assert "<form method" not in text(client.get(at("scenarios", 1)))
    assert 'name="births"' not in text(client.get(at("scenario", 1, row.lineage)))
    assert client.post(at("scenario", 1, row.lineage), fields(row)).status_code == 403
    for name in ("population_vision_edit", "population_vision_freeze", "scenario_add"):
        assert client.get(at(name, 1)).status_code == 403
    for other in (neighbour, chiba):
        client.force_login(other)
        assert client.get(at("population_vision", 1)).status_code == 404


def test_the_life_of_a_vision_through_its_pages(planner, vision, toyonaka):
    kept = planner.post(
        at("population_vision_edit", 1),
        {
            "title": "直した題名",
            "base_year": "2020",
            "last_year": "2050",
            "version": "1",
            "outlook": "一\r\n二",
        },
    )
    assert kept["Location"] == at("population_vision", 1)
    assert PopulationVision.objects.get().outlook == "一\n二"
    seen = re.search(
        r'name="seen" value="([0-9a-f]{64})"', text(planner.get(at("population_vision_freeze", 1)))
    )[1]
    assert planner.post(at("population_vision_freeze", 1), {"seen": "0" * 64}).status_code == 422
    assert planner.post(at("population_vision_freeze", 1), {"seen": seen}).status_code == 302
    assert planner.post(at("population_vision_publish", 1)).status_code == 302
    edition = factories.edition(factories.plan(toyonaka), title="第3期総合戦略")
    factories.small_tree(edition)
    VisionCitation.objects.create(edition=edition, vision=vision)
    assert "よりどころにしています" not in text(
        planner.get(at("population_vision_withdraw", 1))
    )  # a draft does
    publish(actor=None, edition=freeze(actor=None, edition=edition))
    assert "<li>「第3期総合戦略」第1版</li>" in text(planner.get(at("population_vision_withdraw", 1)))
    assert planner.post(at("population_vision_withdraw", 1), {"reason": ""}).status_code == 422
    assert planner.post(at("population_vision_withdraw", 1), {"reason": "誤り"}).status_code == 302
    assert "誤り" in text(planner.get(at("population_vision", 1)))
    following = {"title": "次の版", "base_year": "2020", "last_year": "2050"}
    assert planner.post(at("population_vision_next", 1), following)["Location"] == at("population_vision", 2)
    assert "前の版との比較" in text(planner.get(at("population_vision", 2)))
    version = PopulationVision.objects.get(number=2).version
    assert planner.post(at("population_vision_delete", 2), {"version": "7"}).status_code == 409
    assert planner.post(at("population_vision_delete", 2), {"version": str(version)}).status_code == 302
    verbs = (
        AuditEvent.objects.filter(verb__startswith="vision.").order_by("id").values_list("verb", flat=True)
    )
    told = "save freeze publish withdraw start_next delete".split()
    assert list(verbs) == [f"vision.{name}" for name in told]


def test_two_planners_save_at_once_and_nothing_typed_is_lost(planner, vision):
    save_vision(actor=None, vision=vision, version=1, title="ほかの人の題名")
    mine = {
        "title": "わたしの題名",
        "base_year": "2020",
        "last_year": "2050",
        "version": "1",
        "notice": NOTICE,
    }
    late = planner.post(at("population_vision_edit", 1), mine)
    assert late.status_code == 409
    assert '<th scope="row">題名</th><td>ほかの人の題名</td><td>わたしの題名</td>' in text(late)
    assert 'name="version" value="2"' in text(late)
    assert planner.post(at("population_vision_edit", 1), mine | {"version": "2"}).status_code == 302


# --- scenarios --------------------------------------------------------------------------------------------------


def test_a_scenario_is_added_adopted_moved_and_removed(planner, vision):
    assert planner.post(at("scenario_add", 1), {"name": "名だけ"}).status_code == 422
    answer = planner.post(at("scenario_add", 1), {"kind": "SIM1", "name": "シミュレーション1"})
    row = vision.scenarios.get(kind="SIM1")
    assert answer["Location"] == at("scenario", 1, row.lineage)
    assert planner.post(at("scenario_move", 1, row.lineage), {"index": "0"}).status_code == 302
    assert vision.scenarios.order_by("position").first() == row
    assert planner.post(at("scenario_adopt", 1, row.lineage)).status_code == 302
    refused = planner.post(at("scenario_remove", 1, row.lineage), {"version": "2"})
    assert (refused.status_code, notices(refused)) == (
        422,
        ["「シミュレーション1」は採用する見通しなので、削除できません。先にほかのケースを採用してください。"],
    )
    other = vision.scenarios.get(kind="PATTERN1")
    assert planner.post(at("scenario_remove", 1, other.lineage), {"version": "1"}).status_code == 302
    assert not vision.scenarios.filter(kind="PATTERN1").exists()


def test_the_editor_tries_without_saving_and_saves(planner, vision):
    row = vision.scenarios.get(kind="PATTERN1")
    address = at("scenario", 1, row.lineage)
    tried = planner.post(address, fields(row, moves="BALANCED", **{"try": "1"}))
    assert (tried.status_code, "試算した人口（まだ保存していません）" in text(tried)) == (200, True)
    assert from_data(vision.scenarios.get(pk=row.pk).spec).moves is Moves.PUBLISHED
    saved = planner.post(address, fields(row, moves="BALANCED", save="1"))
    assert (saved.status_code, from_data(vision.scenarios.get(pk=row.pk).spec).moves) == (302, Moves.BALANCED)
    late = planner.post(address, fields(row, moves="FACTOR", factor="0.5", save="1"))
    assert late.status_code == 409
    assert (
        '<th scope="row">移動</th><td>転入と転出を同じにする</td><td>公表された値を何倍かにする 0.5倍</td>'
        in text(late)
    )
    assert 'value="0.5"' in text(late)


def test_rows_come_and_go_without_a_script_and_nothing_typed_is_lost(planner, vision):
    row = vision.scenarios.get(kind="PATTERN1")
    address = at("scenario", 1, row.lineage)
    typed = fields(row, births="TFR", **{"tfr-count": "1", "tfr-0-year": "2030", "tfr-0-rate": "一・八"})
    more = planner.post(address, typed | {"act": "add-tfr"})
    assert (more.status_code, 'name="tfr-count" value="2"' in text(more), 'value="一・八"' in text(more)) == (
        200,
        True,
        True,
    )
    fewer = planner.post(address, typed | {"act": "drop-tfr-0"})
    assert 'name="tfr-count" value="0"' in text(fewer)
    added = planner.post(address, typed | {"act": "add-additions"})
    assert 'name="additions-0-F-90+"' in text(added)
    wrong = planner.post(address, typed | {"save": "1"})
    assert wrong.status_code == 422
    assert notices(wrong) == [
        "合計特殊出生率 1行め：「一・八」は数として読めません。「1.8」のように、数だけを入れてください。"
    ]


def test_the_effect_is_a_fragment_of_what_was_typed(planner, vision):
    row = vision.scenarios.get(kind="PATTERN1")
    address = at("scenario_effect", 1, row.lineage)
    answer = planner.post(address, fields(row, moves="BALANCED"))
    assert (answer.status_code, text(answer).count("<svg"), "<html" in text(answer)) == (200, 2, False)
    wrong = text(planner.post(address, fields(row, moves="FACTOR", factor="")))
    assert "<li>移動の倍率を入れてください。例：0.5</li>" in wrong
    assert VisionDocument.draft(vision).scenario(row.lineage).data["spec"] == {
        "births": "PUBLISHED",
        "moves": "PUBLISHED",
    }


def test_entered_figures_are_typed_in_a_table(planner, vision):
    planner.post(at("scenario_add", 1), {"kind": "ENTERED", "name": "想定人口"})
    row = vision.scenarios.get(kind="ENTERED")
    address = at("scenario", 1, row.lineage)
    typed = fields(
        row, **{"entered-count": "1", "entered-0-year": "2027", "entered-0-total": "４０２，１９０"}
    )
    typed |= {"entered-0-young_share": "13.3％", "save": "1"}
    assert planner.post(address, typed).status_code == 302
    (entered,) = from_data(vision.scenarios.get(pk=row.pk).spec).entered
    assert (entered.year, entered.total, str(entered.young_share)) == (2027, 402_190, "13.3")
    assert 'name="entered-0-total" value="402190"' in text(planner.get(address))


def test_a_frozen_scenario_is_read_in_words(planner, vision):
    freeze_vision(actor=None, vision=vision)
    row = vision.scenarios.get(is_adopted=True)
    page = text(planner.get(at("scenario", 1, row.lineage)))
    assert ('name="births"' in page, "コーホート要因法" in page) == (False, True)
    assert planner.post(at("scenario", 1, row.lineage), fields(row)).status_code == 403
    assert planner.post(at("scenario_adopt", 1, row.lineage)).status_code == 422
    assert AuditEvent.objects.filter(verb="scenario.adopt").count() == 0


@pytest.mark.parametrize("name", ["population_vision", "scenarios", "scenario"])
def test_queries_do_not_grow(planner, vision, name, django_assert_max_num_queries):
    row = vision.scenarios.get(is_adopted=True)
    address = at(name, 1, *([row.lineage] if name == "scenario" else []))
    planner.get(address)
    counts = []
    for more in (0, 3):
        for n in range(more):
            an_area(vision, f"9999{n}", f"となり町{n}")
            a_scenario(vision, f"ほかのケース{n}")
        with django_assert_max_num_queries(25) as captured:
            assert planner.get(address).status_code == 200
        counts.append(len(captured.captured_queries))
    assert counts[0] == counts[1]

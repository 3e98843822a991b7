"""The page on which figures of the cited vision are copied to a target, and where readers see the gap to 社人研推計."""

import copy

import pytest
from django.core.exceptions import ValidationError

from kpi.models import Target
from publishing.editions import freeze, publish
from publishing.forms.reference_path import years_from
from tests import factories
from tests.kpi import promises
from tests.vision.tied import Tied, tied
from vision.models import Scenario

EDITION = "/office/toyonaka/digital-strategy/1/"
YEARS = "現状 2020\n短期 2027\n長期 2040"


@pytest.fixture(scope="module")
def _world(for_the_file) -> Tied:
    return tied(factories.government())


@pytest.fixture
def world(_world, db) -> Tied:
    return copy.deepcopy(_world)


@pytest.fixture
def target(world) -> Target:
    return promises.target(
        world.made["heading"], "総人口", role="KGI", target_text="40万人以上", baseline_text="", unit="人"
    )


def at(target: Target) -> str:
    return f"{EDITION}kpi/{target.lineage}/population/"


def sent(target: Target, **changes) -> dict[str, str]:
    scenario = Scenario.objects.get(is_adopted=True)
    return {
        "scenario": str(scenario.lineage), "measure": "TOTAL", "years": YEARS, "version": str(target.version),
    } | changes  # fmt: skip


@pytest.mark.django_db
def test_figures_are_looked_at_and_copied(client, target, aoki):
    client.force_login(aoki)
    page = client.get(at(target))
    assert page.context["form"]["years"].value() == "基準年 2020\n短期 2027\n長期 2040"
    assert page.context["form"]["measure"].value() == "TOTAL"
    looked = client.post(at(target), sent(target, check="1"))
    text = looked.content.decode()
    assert looked.status_code == 200
    assert "写すとこうなります（まだ保存していません）" in text
    assert "目標の400,000人以上は、令和9（2027）年の見通し402,190人の範囲にあります。" in text
    assert "総人口：社人研推計準拠との差" in text
    target.refresh_from_db()
    assert target.reference_path == []
    done = client.post(at(target), sent(target), follow=True)
    assert "「総人口」に、豊中市人口ビジョンの見通しを写しました。" in done.content.decode()
    target.refresh_from_db()
    assert [point["value"] for point in target.reference_path] == ["401558", "402190", "400861"]
    assert f'href="{at(target)}">人口ビジョンの見通し</a>' in done.content.decode()
    assert client.get(at(target)).context["form"]["years"].value() == YEARS


@pytest.mark.django_db
def test_what_cannot_be_is_said_at_its_field_and_kept(client, target, aoki):
    client.force_login(aoki)
    for years, sentence in (
        ("短期 2050", "「想定人口」には、2050年の総人口の値がありません。"),
        ("2027年", "1行目：「短期 2027」のように"),
        ("短期 2027\n長期 2027", "2行目：2027年が二度あります。"),
    ):
        answer = client.post(at(target), sent(target, years=years))
        assert answer.status_code == 422
        assert sentence in answer.context["form"].errors["years"][0]
        assert answer.context["form"]["years"].value() == years
    client.post(at(target), sent(target))
    late = client.post(at(target), sent(target, years="短期 2027"))
    assert (late.status_code, late.context["form"]["years"].value()) == (422, "短期 2027")
    assert "ほかの人が先に" in late.content.decode()


@pytest.mark.django_db
def test_rights_and_editions_without_a_vision(client, world, target, aoki, baba, neighbour):
    for person, got, posted in ((neighbour, 404, 404), (baba, 200, 403)):
        client.force_login(person)
        assert client.get(at(target)).status_code == got
        assert client.post(at(target), sent(target)).status_code == posted
    world.edition.population_citation.delete()
    client.force_login(aoki)
    page = client.get(at(target))
    assert f'href="{EDITION}population/">よりどころの人口ビジョンを選ぶ</a>' in page.content.decode()
    assert client.post(at(target), sent(target)).status_code == 200


@pytest.mark.django_db
def test_readers_see_the_gap_at_the_kgi_and_on_the_page_of_kpis(client, world, target, aoki):
    client.force_login(aoki)
    client.post(at(target), sent(target))
    client.logout()
    publish(actor=None, edition=freeze(actor=None, edition=world.edition))
    plan = client.get("/toyonaka/digital-strategy/").content.decode()
    assert "令和22（2040）年の総人口は、社人研推計準拠「パターン1」の" in plan
    kpi = client.get("/toyonaka/digital-strategy/kpi/").content.decode()
    assert "<caption>総人口：社人研推計準拠との差</caption>" in kpi
    assert "（豊中市人口ビジョン「想定人口」）" in kpi


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "年を一つ以上入れてください。"),
        ("短期 1899", "1行目"),
        (f"短期 {'9' * 5000}", "1行目"),
        (f"{'あ' * 41} 2027", "1行目"),
        ("\n".join(f"年 {2020 + n}" for n in range(13)), "年は12個までにしてください。"),
    ],
)
def test_years_are_read_line_by_line(text, sentence):
    with pytest.raises(ValidationError) as refused:
        years_from(text)
    assert refused.value.messages[0].startswith(sentence)
    assert years_from(" 短期　２０２７ \n\n長期 2040") == [("短期", 2027), ("長期", 2040)]

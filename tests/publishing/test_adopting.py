"""Figures of the cited population vision become the reference path of a target (TOY-29)."""

import copy

import pytest

from accounts.audit import Refused
from accounts.models import AuditEvent
from accounts.saving import Overtaken
from publishing.adopting import adopt_reference_path, cited_vision
from publishing.document import Document
from publishing.editions import freeze
from publishing.reference_paths import Measure
from tests import factories
from tests.kpi import promises
from tests.vision.tied import Tied, tied
from vision.citing import uncite_vision
from vision.models import Scenario

pytestmark = pytest.mark.django_db
YEARS = [("現状", 2020), ("短期", 2027), ("長期", 2040)]


@pytest.fixture(scope="module")
def _world(for_the_file) -> Tied:
    return tied(factories.government())


@pytest.fixture
def world(_world, db) -> Tied:
    return copy.deepcopy(_world)


def kgi(world: Tied, name: str = "総人口", text: str = "40万人以上", unit: str = "人"):
    made = promises.target(
        world.made["heading"], name, role="KGI", target_text=text, baseline_text="", unit=unit
    )
    made.edition = world.edition
    return made


def adopted(world: Tied, target, measure: Measure = Measure.TOTAL, **more):
    lineage = Scenario.objects.get(vision=world.vision, is_adopted=True).lineage
    given = {"actor": None, "version": target.version, "scenario": lineage, "points": YEARS}
    return adopt_reference_path(target=target, measure=measure, **(given | more))


# --- before anything stands there -----------------------------------------------------------------------------


def test_without_a_citation_there_is_nothing_to_copy(toyonaka):
    world = tied(toyonaka, cites=False, slug="other")
    target = kgi(world)
    with pytest.raises(Refused, match="人口ビジョンを引用していません"):
        adopted(world, target)


def test_three_kgis_have_the_figures_that_were_adopted(world, aoki):
    for name, text, unit, measure, values in (
        ("総人口", "40万人以上", "人", Measure.TOTAL, ["401558", "402190", "400861"]),
        ("年少人口の割合", "13%以上", "%", Measure.YOUNG_SHARE, ["13.7", "13.3", "13.0"]),
        ("生産年齢人口の割合", "60%以上", "%", Measure.WORKING_SHARE, ["60.0", "60.5", "57.2"]),
    ):
        target = kgi(world, name, text, unit)
        saved = adopted(world, target, measure, actor=aoki)
        assert [point["value"] for point in saved.reference_path] == values
        assert [(point["label"], point["fiscal_year"]) for point in saved.reference_path] == YEARS
        assert saved.reference_source == "豊中市人口ビジョン「想定人口」"
    event = AuditEvent.objects.filter(verb="target.adopt_path").latest("pk")
    assert (event.actor, event.subject) == (aoki, f"target:{saved.pk}")
    assert {name: event.detail[name] for name in ("scenario_name", "measure", "years")} == {
        "scenario_name": "想定人口", "measure": "生産年齢人口の割合", "years": [2020, 2027, 2040],
    }  # fmt: skip


def test_the_same_again_leaves_no_event(world):
    target = adopted(world, kgi(world))
    again = adopted(world, target)
    assert again.version == target.version
    assert AuditEvent.objects.filter(verb="target.adopt_path").count() == 1


def test_a_year_between_is_named_in_the_source(world):
    own = world.vision.scenarios.get(name="パターン1")
    saved = adopted(world, kgi(world), scenario=own.lineage)
    assert saved.reference_source == "豊中市人口ビジョン「パターン1」、令和9（2027）年は直線補間"


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ({"points": []}, "年を一つ以上入れてください。"),
        ({"scenario": "00000000-0000-0000-0000-000000000000"}, "引用している人口ビジョンにはありません"),
        (
            {"points": [("長期", 2045)]},
            "「想定人口」には、2045年の総人口の値がありません。2020年から2040年までの年にしてください。",
        ),
        (
            {"points": [("途中", 2030)], "measure": Measure.YOUNG_SHARE},
            "2030年の年少人口の割合の値がありません。割合のある年（2020、2027、2040年）から選んでください。",
        ),
        ({"measure": Measure.OLD}, "「想定人口」には老年人口の値がありません。"),
    ],
)
def test_what_cannot_be_copied_is_refused(world, more, sentence):
    target = kgi(world)
    with pytest.raises(Refused) as refused:
        adopted(world, target, **more)
    assert sentence in refused.value.sentence
    target.refresh_from_db()
    assert (target.reference_path, target.version) == ([], 1)


def test_who_comes_second_is_told(world):
    target = kgi(world)
    adopted(world, target)
    with pytest.raises(Overtaken):
        adopted(world, target, points=YEARS[:1])


def test_a_frozen_edition_keeps_its_paths(world):
    target = adopted(world, kgi(world))
    frozen = freeze(actor=None, edition=world.edition)
    (printed,) = Document.of(frozen).targets.values()
    assert [point["value"] for point in printed.reference_path] == ["401558", "402190", "400861"]
    with pytest.raises(Refused, match="凍結"):
        adopted(world, target, points=YEARS[:1])


def test_the_vision_is_that_of_the_edition(world):
    target = kgi(world)
    assert cited_vision(target) == world.vision
    uncite_vision(actor=None, edition=world.edition)
    assert cited_vision(target) is None

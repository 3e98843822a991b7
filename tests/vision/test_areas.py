"""vision.areas: municipalities of a joint vision."""

import pytest
from django.core.exceptions import ValidationError

from accounts.audit import Refused
from accounts.models import AuditEvent
from tests.vision.towns import a_vision, an_area
from vision.areas import NO_CODE, add_area, remove_area
from vision.models import PopulationTable


@pytest.fixture
def vision(toyonaka):
    made = a_vision(toyonaka, scenarios=False)
    made.areas.update(code="27203", name="豊中市")
    return made


def test_areas_are_known_by_their_code(vision, aoki):
    area = add_area(actor=aoki, vision=vision, code="402168", name=" 小郡市 ")
    assert (area.code, area.name, area.position) == ("40216", "小郡市", 1)
    assert AuditEvent.objects.get(verb="population_area.add").detail == {"area": "小郡市"}
    assert add_area(actor=aoki, vision=vision, code="14", name="神奈川県").code == "14"


@pytest.mark.parametrize(
    ("code", "sentence"),
    [
        ("402167", NO_CODE),
        ("豊中", NO_CODE),
        ("00", NO_CODE),
        ("272035", "この区域はすでにあります。"),
        (
            "27",
            "「豊中市」（27203）と重なります。都道府県とその中の市区町村を合わせると、同じ人を2回数えます。",
        ),
    ],
)
def test_codes_that_cannot_be_added(vision, code, sentence):
    with pytest.raises(ValidationError) as refused:
        add_area(actor=None, vision=vision, code=code, name="どこか")
    assert refused.value.messages == [sentence]
    assert vision.areas.count() == 1


def test_an_area_goes_with_its_tables_but_not_the_last_one(vision, aoki):
    other = an_area(vision, "40216", "小郡市")
    remove_area(actor=aoki, area=other)
    assert [row.name for row in vision.areas.all()] == ["豊中市"]
    assert not PopulationTable.objects.filter(area__name="小郡市").exists()
    assert AuditEvent.objects.get(verb="population_area.remove").detail == {"area": "小郡市", "count": 4}
    with pytest.raises(Refused, match="推計の区域は一つは要ります"):
        remove_area(actor=aoki, area=vision.areas.get())
    with pytest.raises(Refused, match="この区域はもうありません"):
        remove_area(actor=aoki, area=other)

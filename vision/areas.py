"""Verbs on the areas of a vision: a joint vision is the sum of several municipalities (手引き 1-2②)."""

from accounts.audit import Refused, record, verb
from accounts.models import User
from vision.keeping import require_standing
from vision.models import PopulationVision, VisionArea
from vision.reading.labels import code_of
from vision.rules import require_working_vision
from vision.saving import save_checked

MOST = 100
NO_CODE = (
    "団体コードは、都道府県は2桁、市区町村は5桁（検査数字を付けた6桁でもかまいません）の数字で入れてください。"
    "6桁のときは検査数字も確かめてください。"
)


@verb("population_area.add", "推計の区域の追加")
def add_area(*, actor: User | None, vision: PopulationVision, code: str, name: str) -> VisionArea:
    """Add an area by its code (2, 5 or 6 digits) and name.

    Refused for a code that cannot be, an area that is there, or one that lies in another: its people would count twice.
    """
    current = require_working_vision(vision)
    known = code_of(code)
    if known is None or int(known[:2]) == 0:
        raise Refused({"code": [NO_CODE]})
    rows = list(current.areas.all())
    if len(rows) >= MOST:
        raise Refused(f"推計の区域は{MOST}までです。")
    around = [
        row
        for row in rows
        if row.code != known and known[:2] == row.code[:2] and 2 in (len(known), len(row.code))
    ]
    if around:
        raise Refused(
            {
                "code": [
                    f"「{around[0].name}」（{around[0].code}）と重なります。都道府県とその中の市区町村を合わせると、"
                    "同じ人を2回数えます。"
                ]
            }
        )
    position = max((row.position for row in rows), default=-1) + 1
    area = VisionArea(vision=current, code=known, name=name.strip(), position=position)
    save_checked(area)
    record("population_area.add", actor=actor, government=current.government, subject=area, area=area.name)
    return area


@verb("population_area.remove", "推計の区域の削除")
def remove_area(*, actor: User | None, area: VisionArea, seen: str | None = None) -> PopulationVision:
    """Take an area out, with its tables and rates; the last one stays.

    ``seen`` is what stood there when the person was told what goes with it; raises ``Overtaken``.
    """
    current = require_working_vision(area.vision)
    require_standing(current, seen)
    row = current.areas.filter(pk=area.pk).first()
    if row is None:
        raise Refused("この区域はもうありません。")
    if current.areas.count() == 1:
        raise Refused("推計の区域は一つは要ります。ほかの区域を加えてから、はずしてください。")
    record(
        "population_area.remove",
        actor=actor,
        government=current.government,
        subject=row,
        area=row.name,
        count=row.tables.count() + row.assumptions.count(),
    )
    row.delete()
    return current

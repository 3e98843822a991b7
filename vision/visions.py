"""Verbs on population visions (人口ビジョン): start, save, freeze, publish, withdraw, the next one, delete a draft."""

from collections.abc import Mapping
from typing import Any

from django.utils import timezone

from accounts.audit import Refused, record, verb
from accounts.models import Government, User
from accounts.saving import names_of, put, require_known
from vision.copying import copy_vision
from vision.document import VisionDocument
from vision.models import PopulationVision, Scenario, VisionArea
from vision.rules import locked_vision, require_working_vision
from vision.saving import require_version, save_checked
from vision.scenarios import preset
from vision.soundness import added_faults
from vision.spec import from_data, to_data

FIELDS = frozenset("title base_year last_year notice outlook adopted_on".split())
# Fields that the next vision takes over from the one before it.
CARRIED = ("base_year", "last_year", "notice", "outlook")
FIRST_BASE, LONGEST = (
    1980,
    100,
)  # the first census year that tables by sex and age are published of; years projected
WORD = "この人口ビジョン"


class FiguresChanged(Refused):
    """The figures changed after the person saw what would be frozen."""

    def __init__(self) -> None:
        super().__init__(
            "確認の画面を開いたあとで、この人口ビジョンの内容が変わりました。まだ凍結していません。"
            "下の数をもう一度確かめてください。"
        )


@verb("vision.start", "人口ビジョンの作成")
def start_vision(*, actor: User | None, government: Government, **fields: Any) -> PopulationVision:
    """Start a vision from nothing: the government itself as its area and パターン1 as its first scenario.

    ``fields`` are those of FIELDS. Raises ``ValidationError`` (one working vision per government).
    """
    require_known(fields, FIELDS)
    vision = _started(government, fields)
    if code := own_code(government):
        VisionArea.objects.create(vision=vision, code=code, name=government.name)
    kind = Scenario.Kind.PATTERN1
    spec = to_data(preset(kind, vision.base_year))
    Scenario.objects.create(vision=vision, kind=kind, name="パターン1", spec=spec, position=10)
    event("vision.start", actor, vision)
    return vision


@verb("vision.start_next", "次の版の人口ビジョンの作成")
def start_next_vision(*, actor: User | None, vision: PopulationVision, **fields: Any) -> PopulationVision:
    """Start the next vision with tables, assumptions and scenarios of a frozen one, lineage kept; ``fields`` as in FIELDS.

    Raises ``ValidationError`` (one working vision per government).
    """
    require_known(fields, FIELDS)
    source = locked_vision(vision)
    if not source.is_frozen:
        raise Refused(
            "次の版は、凍結した人口ビジョンからつくります。先にこの人口ビジョンを凍結してください。"
        )
    carried = {name: getattr(source, name) for name in (*CARRIED, "title")}
    target = _started(source.government, carried | fields, based_on=source)
    copy_vision(source, target)
    event("vision.start_next", actor, target, based_on=source.number)
    return target


@verb("vision.save", "人口ビジョンの保存")
def save_vision(
    *, actor: User | None, vision: PopulationVision, version: int, **fields: Any
) -> PopulationVision:
    """Save these fields if nobody saved since ``version``; raises ``Overtaken`` otherwise."""
    require_known(fields, FIELDS)
    current = require_working_vision(vision)
    require_version(current, version, WORD)
    changed = put(current, fields)
    if not changed:
        return current
    _check(current)
    current.version += 1
    save_checked(current)
    event("vision.save", actor, current, version=current.version, fields=names_of(current, changed))
    return current


@verb("vision.freeze", "人口ビジョンの凍結")
def freeze_vision(
    *, actor: User | None, vision: PopulationVision, seen: str | None = None
) -> PopulationVision:
    """Lock the vision and store its document, results among it, with its SHA-256; it never changes again.

    An adopted scenario must be chosen, and all that is to be public must have been computed. ``seen`` is the hash of the
    document that the person was shown; another one raises ``FiguresChanged``.
    """
    current = require_working_vision(vision)
    document = VisionDocument.draft(current)
    if obstacles := obstacles_of(document):
        raise Refused(obstacles[0])
    if seen is not None and seen != document.content_hash:
        raise FiguresChanged
    current.content, current.content_hash = document.canonical, document.content_hash
    current.frozen_at = timezone.now()
    current.version += 1
    current.save(update_fields=["content", "content_hash", "frozen_at", "version"])
    event("vision.freeze", actor, current, content_hash=current.content_hash)
    return current


@verb("vision.publish", "人口ビジョンの公表")
def publish_vision(*, actor: User | None, vision: PopulationVision) -> PopulationVision:
    """Open a frozen vision to readers, now."""
    current = locked_vision(vision)
    if not current.is_frozen:
        raise Refused("公表できるのは凍結した人口ビジョンだけです。先に凍結してください。")
    if current.withdrawn_at is not None:
        raise Refused("取り下げた人口ビジョンは、もう一度公表できません。次の版をつくって公表してください。")
    if current.published_at is not None:
        raise Refused("この人口ビジョンはすでに公表されています。")
    current.published_at = timezone.now()
    current.version += 1
    current.save(update_fields=["published_at", "version"])
    event("vision.publish", actor, current)
    return current


@verb("vision.withdraw", "人口ビジョンの取下げ")
def withdraw_vision(*, actor: User | None, vision: PopulationVision, reason: str) -> PopulationVision:
    """Take a public vision back, with the reason that readers will see. Plans that cite it keep what they quote of it."""
    current = locked_vision(vision)
    if not reason.strip():
        raise Refused("取下げの理由を書いてください。")
    if current.withdrawn_at is not None:
        raise Refused("この人口ビジョンはすでに取り下げられています。")
    if current.published_at is None:
        raise Refused("公表していない人口ビジョンは取り下げられません。")
    current.withdrawn_at, current.withdrawn_reason = timezone.now(), reason.strip()
    current.version += 1
    current.save(update_fields=["withdrawn_at", "withdrawn_reason", "version"])
    event("vision.withdraw", actor, current, reason=current.withdrawn_reason)
    return current


@verb("vision.delete", "人口ビジョンの削除")
def delete_vision(*, actor: User | None, vision: PopulationVision, version: int) -> Government:
    """Delete a vision that is still being written, with its tables and scenarios; Refused while an edition cites it."""
    current = require_working_vision(vision)
    require_version(current, version, WORD)
    rows = current.citations.select_related("edition")
    if cited := "、".join(f"「{row.edition.title}」第{row.edition.number}版" for row in rows):
        raise Refused(
            f"{cited}がよりどころにしているので、削除できません。先にその版の引用をはずしてください。"
        )
    event("vision.delete", actor, current, number=current.number)
    current.uploads.all().delete()
    current.delete()
    return current.government


def obstacles_of(document: VisionDocument) -> list[str]:
    """Sentences on why this cannot be frozen yet and what to do; empty when it can be. No query."""
    shown = [one for one in document.scenarios if one.is_shown]
    found = []
    if not document.data["areas"]:
        found.append("推計の区域がありません。「人口表」で区域を加えてください。")
    if document.adopted is None:
        found.append("採用する見通しが決まっていません。「ケース」で一つ選んで「採用する」を押してください。")
    for one in shown:
        reasons = "".join(one.data["missing"])
        if reasons or not one.years:
            found.append(
                f"公表するケース「{one.name}」をまだ計算できません。{reasons}"
                "直すか、「公表する」をはずすか、このケースを削除してください。"
            )
        elif left := left_out(document.data, one.data):
            found.append(f"公表するケース「{one.name}」の仮定が、いまの区域や年に合いません。{''.join(left)}")
    return found


def left_out(data: Mapping[str, Any], scenario: Mapping[str, Any]) -> tuple[str, ...]:
    """Sentences on people added in an area or a year that the vision has no more: they are told of but not counted."""
    return added_faults(
        from_data(scenario["spec"]).additions,
        base_year=data["vision"]["base_year"],
        last_year=data["vision"]["last_year"],
        areas=[area["code"] for area in data["areas"]],
    )


def own_code(government: Government) -> str:
    """The code of a government as tables of people write it: two digits of a prefecture, five of a municipality.

    Empty for a union of municipalities, whose areas are its members (手引き 1-2②).
    """
    if government.kind == Government.Kind.PREFECTURE:
        return government.code[:2]
    return government.code[:5] if government.kind == Government.Kind.MUNICIPALITY else ""


def event(name: str, /, actor: User | None, vision: PopulationVision, **detail: Any) -> None:
    """The event of a verb on a vision."""
    record(name, actor=actor, government=vision.government, subject=vision, **detail)


def _started(government: Government, fields: dict[str, Any], **more: Any) -> PopulationVision:
    """A new working vision with the next number, checked and saved."""
    locked = Government.objects.select_for_update(no_key=True).get(pk=government.pk)
    newest = locked.population_visions.order_by("-number").values_list("number", flat=True).first()
    vision = PopulationVision(government=locked, number=(newest or 0) + 1, **more)
    put(vision, fields)
    _check(vision)
    save_checked(vision)
    return vision


def _check(vision: PopulationVision) -> None:
    """Both ends lie in census years, so that steps of five years lead from the one to the other."""
    base, last = vision.base_year, vision.last_year
    if base is None or base % 5 or base < FIRST_BASE:
        raise Refused(
            {"base_year": "基準年は、国勢調査の年（2015、2020など、5で割り切れる西暦）にしてください。"}
        )
    if last is None or last % 5 or not base < last <= base + LONGEST:
        raise Refused(
            {
                "last_year": f"推計の最後の年は、基準年から5年ごとの年（{base + 5}年から{base + LONGEST}年まで）にしてください。"
            }
        )

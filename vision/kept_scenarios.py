"""Verbs on the scenarios (推計のケース) of a working vision: add, save, adopt, put in order, remove."""

from typing import Any

from accounts.audit import Refused, record, verb
from accounts.models import User
from accounts.saving import names_of, put, require_known
from vision.models import PopulationVision, Scenario
from vision.rules import require_working_vision
from vision.saving import require_version, save_checked
from vision.scenarios import preset
from vision.soundness import faults_of
from vision.spec import ScenarioSpec, to_data

FIELDS = frozenset("name description is_shown".split())
STEP = 10
MOST = 30  # all of them are computed each time a page of the vision is opened
WORD = "このケース"
GONE = "このケースはもうありません。ほかの人が削除しました。画面を開き直してください。"


class Unsound(Refused):
    """The assumptions cannot be; ``sentences`` are all that is wrong with them."""

    def __init__(self, sentences: tuple[str, ...]):
        super().__init__(list(sentences))
        self.sentences = sentences


@verb("scenario.add", "推計のケースの追加")
def add_scenario(
    *,
    actor: User | None,
    vision: PopulationVision,
    kind: str,
    spec: ScenarioSpec | None = None,
    **fields: Any,
) -> Scenario:
    """Add a scenario at the end; ``spec`` None: as the kind is usually assumed. ``fields`` are those of FIELDS.

    Raises ``ValidationError`` for a name that is taken and for assumptions that cannot be.
    """
    require_known(fields, FIELDS)
    current = require_working_vision(vision)
    if current.scenarios.count() >= MOST:
        raise Refused(f"ケースは{MOST}までです。使わないケースを削除してから加えてください。")
    if spec is None:
        spec = preset(kind, current.base_year)
    else:
        _require_sound(current, kind, spec)
    last = current.scenarios.order_by("-position").values_list("position", flat=True).first()
    made = Scenario(vision=current, kind=kind, spec=to_data(spec), position=(last or 0) + STEP)
    put(made, fields)
    save_checked(made)
    _event("scenario.add", actor, made, kind=made.get_kind_display())
    return made


@verb("scenario.save", "推計のケースの保存")
def save_scenario(
    *, actor: User | None, scenario: Scenario, version: int, spec: ScenarioSpec, **fields: Any
) -> Scenario:
    """Save assumptions and FIELDS if nobody saved since ``version``; raises ``Overtaken`` otherwise, ``Unsound`` for
    assumptions that cannot be."""
    require_known(fields, FIELDS)
    current = _current(scenario)
    require_version(current, version, WORD)
    _require_sound(current.vision, current.kind, spec)
    if current.is_adopted and fields.get("is_shown") is False:
        raise Refused({"is_shown": "採用する見通しは公表します。先にほかのケースを採用してください。"})
    changed = put(current, {**fields, "spec": to_data(spec)})
    if not changed:
        return current
    current.version += 1
    save_checked(current)
    _event("scenario.save", actor, current, version=current.version, fields=names_of(current, changed))
    return current


@verb("scenario.adopt", "推計のケースの採用")
def adopt_scenario(*, actor: User | None, scenario: Scenario) -> Scenario:
    """Make a scenario the adopted one (想定人口); the one before gives way. An adopted scenario is public."""
    current = _current(scenario)
    if current.is_adopted:
        return current
    for other in current.vision.scenarios.filter(is_adopted=True):
        other.is_adopted = False
        other.version += 1
        other.save(update_fields=["is_adopted", "version"])
    current.is_adopted = current.is_shown = True
    current.version += 1
    current.save(update_fields=["is_adopted", "is_shown", "version"])
    _event("scenario.adopt", actor, current)
    return current


@verb("scenario.move", "推計のケースの並べ替え")
def move_scenario(*, actor: User | None, scenario: Scenario, index: int) -> Scenario:
    """Put a scenario at a place among those of its vision, 0 the first; a place behind the last is the end."""
    current = _current(scenario)
    rows = [row for row in current.vision.scenarios.order_by("position", "id") if row.pk != current.pk]
    rows.insert(max(0, index), current)
    for n, row in enumerate(rows, 1):
        row.position = n * STEP
    Scenario.objects.bulk_update(rows, ["position"])
    _event("scenario.move", actor, current, index=index)
    return current


@verb("scenario.remove", "推計のケースの削除")
def remove_scenario(*, actor: User | None, scenario: Scenario, version: int) -> PopulationVision:
    """Delete a scenario that is not the adopted one, if nobody saved it since ``version``."""
    current = _current(scenario)
    require_version(current, version, WORD)
    if current.is_adopted:
        raise Refused(
            f"「{current.name}」は採用する見通しなので、削除できません。先にほかのケースを採用してください。"
        )
    _event("scenario.remove", actor, current)
    current.delete()
    return current.vision


def _current(scenario: Scenario) -> Scenario:
    """The scenario as it stands now, its vision locked; Refused when either is gone or the vision frozen."""
    vision = require_working_vision(scenario.vision)
    current = vision.scenarios.filter(pk=scenario.pk).first()
    if current is None:
        raise Refused(GONE)
    current.vision = vision
    return current


def _require_sound(vision: PopulationVision, kind: str, spec: ScenarioSpec) -> None:
    if faults := faults_of(
        spec,
        base_year=vision.base_year,
        last_year=vision.last_year,
        areas=frozenset(vision.areas.values_list("code", flat=True)),
        is_entered=kind == Scenario.Kind.ENTERED,
    ):
        raise Unsound(faults)


def _event(name: str, /, actor: User | None, scenario: Scenario, **detail: Any) -> None:
    record(
        name,
        actor=actor,
        government=scenario.vision.government,
        subject=scenario,
        vision=scenario.vision.number,
        **detail,
    )

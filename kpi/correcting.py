"""The verb by which people say how a print is to be read, where it was read otherwise or not at all."""

from accounts.audit import record, verb
from accounts.models import User
from kpi.models import Target
from kpi.rereading import read, write_data
from kpi.saving import save_by
from kpi.spec import BaselineSpec, TargetSpec
from kpi.targets import to_write


@verb("target.correct", "目標値の読み取りの修正")
def correct_reading(
    *,
    actor: User | None,
    target: Target,
    version: int,
    spec: TargetSpec | None = None,
    baseline: BaselineSpec | None = None,
) -> Target:
    """Judge a target by these data, whatever its print is read as; without any, by its print again.

    Raises ``Overtaken`` when somebody saved since ``version``. The print stays; a print that changes is read anew.
    """
    current = to_write(target, version)
    printed = read(current, current.indicator)
    wanted = (spec or printed[0], baseline or printed[1])
    write_data(current, *wanted)
    current.is_hand_read = wanted != printed
    current.version += 1
    save_by(current, actor)
    record(
        "target.correct",
        actor=actor,
        government=current.edition.plan.government,
        subject=current,
        lineage=str(current.lineage),
        version=current.version,
        to=current.get_kind_display(),
    )
    return current

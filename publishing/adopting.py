"""The verb by which figures of a population vision become the reference path of a target (TOY-29): numbers with their source."""

import uuid
from collections.abc import Sequence

from accounts.audit import Refused, record, verb
from accounts.models import User
from kpi.models import Target
from kpi.targets import save_target
from publishing.reference_paths import Measure, points_of, source_words
from strategy.rules import require_working
from vision.document import VisionDocument
from vision.figures import ScenarioFigures
from vision.models import PopulationVision, VisionCitation


def cited_vision(target: Target) -> PopulationVision | None:
    """The vision that the target's edition rests on, with its stored document. One query."""
    rows = VisionCitation.objects.select_related("vision__government", "vision__based_on")
    found = rows.defer("vision__based_on__content").filter(edition=target.edition_id).first()
    return found.vision if found else None


@verb("target.adopt_path", "見通しの写し取り")
def adopt_reference_path(
    *,
    actor: User | None,
    target: Target,
    version: int,
    scenario: uuid.UUID | str,
    measure: Measure,
    points: Sequence[tuple[str, int]],
) -> Target:
    """Write what a scenario of the cited vision comes to in these (label, year) as the path of a target, with its source.

    The numbers are copied, so that the plan keeps them whatever becomes of the vision. Raises ``Overtaken`` where
    somebody saved the target since ``version``.
    """
    edition = require_working(target.edition)
    vision = cited_vision(target)
    if vision is None:
        raise Refused(
            "この版は、人口ビジョンを引用していません。先に「人口ビジョン」の画面で選んでください。"
        )
    figures = VisionDocument.of(vision).scenario(scenario)
    if figures is None or not figures.is_shown:
        raise Refused("選んだケースは、引用している人口ビジョンにはありません。選び直してください。")
    if not points:
        raise Refused("年を一つ以上入れてください。")
    path, missing = points_of(figures, measure, points)
    if missing:
        raise Refused(missing_words(figures, measure, missing))
    source = source_words(vision.title, figures, [year for _, year in points])
    saved = save_target(
        actor=actor, target=target, version=version, reference_path=path, reference_source=source
    )
    if saved.version == version:
        return saved  # it stood there already
    record(
        "target.adopt_path",
        actor=actor,
        government=edition.plan.government,
        subject=saved,
        lineage=str(saved.lineage),
        title=vision.title,
        version_number=vision.number,
        scenario_name=figures.name,
        measure=measure.label,
        years=[year for _, year in points],
    )
    return saved


def missing_words(figures: ScenarioFigures, measure: Measure, missing: Sequence[int]) -> str:
    """Which years have no figure, and which have one."""
    known = [year for year in figures.years if getattr(figures.summaries[year], measure.field) is not None]
    if not known:
        return f"「{figures.name}」には{measure.label}の値がありません。ほかの値かケースを選んでください。"
    years = "、".join(f"{year}年" for year in missing)
    what = f"「{figures.name}」には、{years}の{measure.label}の値がありません。"
    if figures.data["entered"] and measure.is_share:
        return f"{what}割合のある年（{'、'.join(map(str, known))}年）から選んでください。"
    return f"{what}{known[0]}年から{known[-1]}年までの年にしてください。"

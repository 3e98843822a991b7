"""The verb on 施策調書: what a department says of a measure while the plan is drawn up."""

from decimal import Decimal

from accounts.audit import record, verb
from accounts.models import User
from accounts.saving import Overtaken, names_of, put
from kpi.models import MeasureSheet
from kpi.rules import require_year
from strategy.items import current_item
from strategy.models import PlanItem
from strategy.rules import require_working

OVERTAKEN = "ほかの人が先にこの調書を保存しました。いまの内容を確かめてから、もう一度直してください。"


@verb("measure_sheet.save", "施策調書の保存")
def save_measure_sheet(
    *,
    actor: User | None,
    item: PlanItem,
    seen: int,
    continuity: str,
    first_year: int | None,
    last_year: int | None,
    budget: Decimal | None,
) -> MeasureSheet:
    """Say whether a measure is new, from which fiscal year to which it runs and what it costs (千円).

    ``seen`` is the version that the person saw, 0 for none; raises ``Overtaken`` with what stands there otherwise,
    ``ValidationError`` for what cannot be. What is there already is not saved again.
    """
    edition = require_working(item.edition)
    current = current_item(item, edition)
    for year in (first_year, last_year):
        if year is not None:
            require_year(year)
    sheet = MeasureSheet.objects.select_for_update(no_key=True, of=("self",)).filter(item=current).first()
    if (sheet.version if sheet else 0) != seen:
        raise Overtaken(OVERTAKEN, sheet)
    is_new = sheet is None
    sheet = sheet or MeasureSheet(edition=edition, item=current)
    fields = {"continuity": continuity, "first_year": first_year, "last_year": last_year, "budget": budget}
    if not (changed := put(sheet, fields)):
        return sheet
    sheet.version += not is_new
    sheet.full_clean()
    sheet.save()
    record(
        "measure_sheet.save",
        actor=actor,
        government=edition.plan.government,
        subject=current,
        lineage=str(current.lineage),
        fields=names_of(sheet, changed),
    )
    return sheet

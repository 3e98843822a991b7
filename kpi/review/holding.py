"""What every verb on something said in a review begins with: the year is held still, and open. Part of the verbs."""

import datetime
from decimal import Decimal
from typing import Any

from django.db.models import Model

from accounts.audit import Refused, record
from accounts.models import User
from accounts.saving import Overtaken
from kpi.models import ReviewYear, Target
from strategy.models import PlanItem

PUBLISHED = "公表した年度評価は変えられません。直すときは、公表の画面で「訂正をつくる」をしてください。"
GONE = "この内容は、ほかの人がすでに消しました。画面を開き直してください。"
OVERTAKEN = "ほかの人が先に保存しました。いまの内容を確かめてから、もう一度保存してください。"
MOST_DIGITS = 12  # of an amount of money


def held(review: ReviewYear) -> ReviewYear:
    """The review as it stands now, locked until the verb ends; Refused once it is published.

    Whoever publishes it waits for this lock and the other way round, so nothing is said after the report was made.
    """
    rows = ReviewYear.objects.select_for_update(no_key=True, of=("self",))
    rows = rows.select_related("plan__government", "edition").defer("content", "edition__content")
    current = rows.filter(pk=review.pk).first()
    if current is None:
        raise Refused("この年度評価はもうありません。画面を開き直してください。")
    if current.is_published:
        raise Refused(PUBLISHED)
    current.edition.plan = current.plan
    return current


def require_seen(current: Any, seen: int) -> None:
    """Raise ``Overtaken`` with the row where it is not the version that the person saw; 0 is a row not kept yet."""
    if (current.version if current.pk else 0) != seen:
        raise Overtaken(OVERTAKEN, current)


def require_target(review: ReviewYear, target: Target) -> None:
    """Refuse a KPI of another edition."""
    if target.edition_id != review.edition_id:
        raise Refused(
            "この指標は、この年度の評価に使う版のものではありません。指標の評価の一覧から開いてください。"
        )


def require_item(review: ReviewYear, item: PlanItem) -> None:
    """Refuse an item of another edition."""
    if item.edition_id != review.edition_id:
        raise Refused("この項目は、この年度の評価に使う版のものではありません。一覧から開き直してください。")


def require_amount(value: Decimal | None, name: str) -> None:
    """Refuse what is no whole amount of money."""
    if value is None:
        return
    if not value.is_finite() or value != value.to_integral_value():
        raise Refused(f"{name}は、小数のない数で入れてください。")
    if value < 0:
        raise Refused(f"{name}は、0以上の数で入れてください。")
    if value >= Decimal(10) ** MOST_DIGITS:
        raise Refused(f"{name}のけたが多すぎます。単位を確かめてください。")


def require_past(day: datetime.date | None, today: datetime.date, name: str) -> None:
    """Refuse a day that lies ahead."""
    if day is not None and day > today:
        raise Refused(f"{name}（{day:%Y/%m/%d}）がまだ来ていません。日付を確かめてください。")


def remember(name: str, /, actor: User | None, review: ReviewYear, subject: Model, **detail: Any) -> None:
    """The event of a verb on something said in a review."""
    record(
        name,
        actor=actor,
        government=review.plan.government,
        subject=subject,
        fiscal_year=review.fiscal_year,
        **detail,
    )

"""Which indicators readers may know of: those of which a public edition speaks.

The targets of a frozen edition cannot change, so their rows say the same as its document, without reading it.
"""

from collections.abc import Iterable
from uuid import UUID

from django.http import Http404

from accounts.models import Government
from kpi.figures import Series
from kpi.models import Indicator
from kpi.series import Shown, series_of
from strategy.models import Edition


def public_keys(government: Government) -> list[str]:
    """Keys of indicators that a public edition of this government has a target for. One query."""
    return _keys(government, Edition.objects.public().filter(plan__government=government))


def _keys(government: Government, editions: Iterable[Edition]) -> list[str]:
    found = Indicator.objects.filter(government=government, targets__edition__in=editions).distinct()
    return [str(key) for key in found.order_by("id").values_list("key", flat=True)]


def public_series_or_404(government: Government, editions: Iterable[Edition], key: UUID) -> Series:
    """An indicator that one of these public editions has a target for, with its published figures; or Http404."""
    if str(key) not in _keys(government, editions):
        raise Http404("この指標は見つかりません。")
    return series_of(government, [str(key)], shown=Shown.PUBLIC)[str(key)]

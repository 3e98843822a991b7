"""Who sits on a body: which sectors are missing, whether somebody knows digital things. Pure.

産官学金労言 and 士 are those of the national guide (地方版総合戦略の策定等に関する手引き), its 2-2 asks for a digital expert.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

SECTORS = {
    "INDUSTRY": "産",
    "OFFICIAL": "官",
    "ACADEMIA": "学",
    "FINANCE": "金",
    "LABOUR": "労",
    "MEDIA": "言",
    "PROFESSION": "士",
    "RESIDENT": "住民",
}


@dataclass(frozen=True)
class Seat:
    """What counts of one member in office."""

    sector: str = ""
    is_digital_expert: bool = False
    is_young: bool = False
    is_from_outside: bool = False
    is_chair: bool = False


@dataclass(frozen=True)
class Coverage:
    """People by sector, in the order of the guide; ``missing`` the words of sectors with nobody; numbers of people."""

    sectors: tuple[tuple[str, int], ...]
    missing: tuple[str, ...]
    digital_experts: int
    young: int
    from_outside: int
    warnings: tuple[str, ...]


def coverage(seats: Iterable[Seat], *, is_internal: bool = False) -> Coverage:
    """What a body's members in office cover. A body of the office itself (``is_internal``) is not asked for sectors.

    >>> coverage([Seat("INDUSTRY", True, is_chair=True), Seat("FINANCE")]).missing
    ('官', '学', '労', '言', '士', '住民')
    """
    rows = list(seats)
    counts = tuple((word, sum(row.sector == key for row in rows)) for key, word in SECTORS.items())
    missing = () if is_internal else tuple(word for word, count in counts if not count)
    experts = sum(row.is_digital_expert for row in rows)
    return Coverage(
        sectors=counts,
        missing=missing,
        digital_experts=experts,
        young=sum(row.is_young for row in rows),
        from_outside=sum(row.is_from_outside for row in rows),
        warnings=tuple(_warnings(rows, missing, experts, is_internal)),
    )


def _warnings(rows: Sequence[Seat], missing: Sequence[str], experts: int, is_internal: bool) -> Iterable[str]:
    if not rows:
        yield "在任の委員がいません。"
        return
    if not any(row.is_chair for row in rows):
        yield "会長がいません。会長が決める事項（可否同数、軽微な修正の確認）が進められません。"
    if is_internal:
        return
    if missing:
        yield f"「{'・'.join(missing)}」の委員がいません（産官学金労言士・住民のうち）。"
    if not experts:
        yield "デジタルに詳しい委員がいません。手引き（2-2）は、デジタルに詳しい機関・人の参画を求めています。"
    unset = sum(not row.sector for row in rows)
    if unset:
        yield f"分野の決まっていない委員が{unset}人います。"

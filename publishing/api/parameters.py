"""What can be asked for in an address of the API, each with its bounds: beyond them the answer is 422."""

from typing import Annotated, Literal
from uuid import UUID

from ninja import Path, Query

LONGEST_PAGE = 500
SLUG = r"^[a-z][a-z0-9-]{1,49}$"

GovernmentSlug = Annotated[str, Path(pattern=SLUG, description="団体のアドレスの名前", examples=["toyonaka"])]
PlanSlug = Annotated[
    str, Path(pattern=SLUG, description="計画のアドレスの名前", examples=["digital-strategy"])
]
EditionNumber = Annotated[int, Path(ge=1, le=32767, description="版番号", examples=[1])]
Lineage = Annotated[UUID, Path(description="項目の符号")]
TargetLineage = Annotated[UUID, Path(description="目標値の符号")]
IndicatorKey = Annotated[UUID, Path(description="指標の符号")]

Limit = Annotated[int, Query(100, ge=1, le=LONGEST_PAGE, description="1ページの件数")]
Offset = Annotated[int, Query(0, ge=0, le=1_000_000, description="何件目の次からか")]
Code = Annotated[
    str | None,
    Query(None, pattern=r"^[0-9]{6}$", description="全国地方公共団体コード（6桁）", examples=["272035"]),
]
PlanKind = Annotated[
    Literal["STRATEGY", "COMPREHENSIVE", "SECTOR", "REFERENCE"] | None, Query(None, description="計画の種類")
]
ItemKind = Annotated[
    Literal["TEXT", "PILLAR", "FOUNDATION", "GOAL", "DIRECTION", "MEASURE", "INITIATIVE"] | None,
    Query(None, description="項目の種類"),
]
Role = Annotated[
    Literal["KGI", "NUMERIC", "KPI", "SUPPLEMENTARY"] | None, Query(None, description="指標の位置づけ")
]
OfTarget = Annotated[UUID | None, Query(None, description="この目標値の判定だけ")]
OfIndicator = Annotated[UUID | None, Query(None, description="この指標のものだけ")]
FiscalYear = Annotated[int | None, Query(None, ge=1868, le=9999, description="年度（西暦）", examples=[2024])]
StatusKey = Annotated[
    str | None,
    Query(None, pattern=r"^[a-z0-9-]{1,40}$", description="判定の符号", examples=["late"]),
]

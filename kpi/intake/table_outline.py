"""The tables of a document that somebody wants read, as one outline."""

from collections.abc import Sequence

from kpi.intake.grid_data import Table
from kpi.intake.outline import Outline
from kpi.intake.tables import outline_of
from paper.grids import Grid

LEFT_OUT = (
    "表が{all}個あります。はじめの{read}個だけを扱い、残りの{rest}個は取り込みません。"
    "残りの表は、別のファイルに分けて取り込んでください。"
)


def outline_of_tables(grids: Sequence[Grid], tables: Sequence[Table], *, left_out: int = 0) -> Outline:
    """Headings, KPIs and flags of all tables that are read, one behind the other; ``left_out`` further ones stand in the
    document and are told in the first flag.
    """
    found = [outline_of(grids[table.found.sheet], table.found) for table in tables if table.is_read]
    flags = (
        [] if not left_out else [LEFT_OUT.format(all=len(tables) + left_out, read=len(tables), rest=left_out)]
    )
    return Outline(
        tuple(node for outline in found for node in outline.nodes),
        tuple(kpi for outline in found for kpi in outline.kpis),
        tuple(dict.fromkeys((*flags, *(flag for outline in found for flag in outline.flags)))),
    )

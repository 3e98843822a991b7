"""A figure that somebody typed into a cell, read with certainty or refused with what to do about it."""

import re
from dataclasses import dataclass
from decimal import Decimal

from accounts.audit import Refused
from kpi.notation import parse_value
from kpi.notation.reading import NOTHING, plain

_SEVERAL_POINTS = re.compile(r"[△+-]?[0-9]+(?:[.。][0-9]*){2,}")
DIGITS = 15  # a database keeps no more of them exactly (SQLite)


@dataclass(frozen=True)
class TypedFigure:
    """What was typed; ``value`` None for 「―」."""

    value: Decimal | None
    is_provisional: bool = False
    is_running_total: bool = False


def read_typed(text: str, *, unit: str) -> TypedFigure:
    """The figure that was typed, in the indicator's unit; Refused with a sentence for anything else.

    >>> read_typed("13,512事業所（速報値）", unit="事業所")
    TypedFigure(value=Decimal('13512'), is_provisional=True, is_running_total=False)
    """
    ready = plain(text)
    if ready in NOTHING:
        return TypedFigure(None)
    if found := _SEVERAL_POINTS.match(ready):
        raise Refused(f"小数点が二つあります。「{_example(found[0])}」のように入れてください。")
    read = parse_value(text, unit=unit)
    if read.value is None:
        raise Refused(_with_advice(read.reason))
    if read.at_least or read.is_approximate:
        raise Refused("「約」や「以上」は値に含められません。数だけを入れ、説明は理由の欄に書いてください。")
    return TypedFigure(_exact(read.value), read.is_provisional, read.is_running_total)


def read_part(given: Decimal | str | None, name: str) -> Decimal | None:
    """Numerator or denominator of a share, as it was typed; Refused when it is no plain number."""
    if given is None or given == "":
        return None
    if isinstance(given, Decimal):
        if not given.is_finite():
            raise Refused(f"{name}を数で入れてください。")
        return _exact(given)
    read = parse_value(given)
    if read.value is None:
        raise Refused(f"{name}：{_with_advice(read.reason)}")
    return _exact(read.value)


def _example(run: str) -> str:
    """54.9 for 5.4.9: the same digits with one point."""
    digits = re.sub("[^0-9]", "", run)
    return f"{digits[:-1] or '0'}.{digits[-1]}"


def _with_advice(reason: str) -> str:
    return reason if "ください" in reason else f"{reason}数だけを入れてください。"


def _exact(value: Decimal) -> Decimal:
    if len(value.normalize().as_tuple().digits) > DIGITS:
        raise Refused(f"けたが多すぎます。有効な数字は{DIGITS}けたまでです。単位を千や万にしてください。")
    return value

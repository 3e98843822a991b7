"""Numbers as people type them into the editor of scenarios. Pure."""

import re
from decimal import Decimal

_NUMBER = re.compile(r"[+-]?[0-9]{1,12}(\.[0-9]{1,10})?")
# Full-width signs and digits; what looks like a digit but is none (²) stays and is refused.
_PLAIN = {wide: wide - 0xFEE0 for wide in range(0xFF01, 0xFF5F)} | str.maketrans("△▲−‐–—", "------")


class NotANumber(ValueError):
    """What was typed cannot be read as a number; the message is a Japanese sentence."""


def number(typed: str) -> Decimal | None:
    """A decimal number in any width, with commas, △ or － for minus; None for an empty field.

    Raises NotANumber.

    >>> number("１，２００"), number("△0.5"), number(" ")
    (Decimal('1200'), Decimal('-0.5'), None)
    """
    text = re.sub(r"[,、\s]", "", typed.translate(_PLAIN))
    if not text:
        return None
    if not _NUMBER.fullmatch(text):
        raise NotANumber(
            f"「{typed.strip()}」は数として読めません。「1.8」のように、数だけを入れてください。"
        )
    return Decimal(text)


def whole(typed: str) -> int | None:
    """A whole number; None for an empty field. Raises NotANumber.

    >>> whole("２０３０")
    2030
    """
    found = number(typed)
    if found is None:
        return None
    if found != found.to_integral_value():
        raise NotANumber(f"「{typed.strip()}」は整数ではありません。小数点のない数で入れてください。")
    return int(found)

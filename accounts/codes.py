"""全国地方公共団体コード (総務省): two digits of the prefecture, three of the body, one check digit. Pure."""


def check_digit(first_five: str) -> int:
    """The sixth digit of a local government code, from its first five.

    The weights 6, 5, 4, 3, 2 and the remainder by 11 are the ministry's rule (全国地方公共団体コード仕様).

    >>> check_digit("27203"), check_digit("40216"), check_digit("14000")
    (5, 8, 7)
    """
    total = sum(weight * int(digit) for weight, digit in zip((6, 5, 4, 3, 2), first_five, strict=True))
    return (11 - total % 11) % 10 if total >= 11 else (11 - total) % 10


def fault_of_code(code: str) -> str:
    """What is wrong with a six-digit code, as a sentence for the form; empty when it is right.

    >>> fault_of_code("272035")
    ''
    >>> fault_of_code("272036")
    '団体コード「272036」の検査数字（6桁目）が合いません。正しくは5です。先頭の5桁も確かめてください。'
    """
    if len(code) != 6 or not (code.isascii() and code.isdigit()):
        return f"団体コードは半角数字6桁で入れてください（「{code}」は使えません）。"
    expected = check_digit(code[:5])
    if int(code[5]) == expected:
        return ""
    return (
        f"団体コード「{code}」の検査数字（6桁目）が合いません。正しくは{expected}です。"
        "先頭の5桁も確かめてください。"
    )

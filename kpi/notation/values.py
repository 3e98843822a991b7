"""A figure as somebody types or prints it as an actual (実績値), read and printed again."""

from dataclasses import replace

from kpi.notation.clauses import marked, read_clause
from kpi.notation.numbers import in_unit_of, print_figure, read_figure
from kpi.notation.reading import NOTHING, Flag, NotRead, parts_of, plain, shown
from kpi.spec import Value

_FROM_NOTHING = {"皆増", "皆減"}


def parse_value(text: str, *, unit: str | None = None) -> Value:
    """The figure that a text states as an actual; what cannot be read has no value and a reason.

    ``unit`` is the indicator's; another one is refused. 「―」 is no value without a reason.

    >>> parse_value("13,237事業所（速報値）").is_provisional, parse_value("30%以上").at_least
    (True, True)
    >>> parse_value("2,584千人").value, parse_value("4億3,0000万円").value
    (Decimal('2584000'), None)
    """
    try:
        ready = plain(text)
        if not ready:
            raise NotRead("値が入力されていません。ない場合は「―」と入力してください。", Flag.EMPTY)
        if ready in NOTHING:
            return Value(None)
        if ready in _FROM_NOTHING:
            raise NotRead(f"「{ready}」は前の値か今の値が0で、率では表せません。実数を入力してください。")
        return _read(text, unit)
    except NotRead as error:
        return Value(None, reason=error.reason)


def _read(text: str, unit: str | None) -> Value:
    whole = marked(text)
    parts = parts_of(whole.text)
    if len(parts) > 1:
        raise NotRead("値が1つに決まりません。1つの数を入力してください。")
    clause = read_clause(whole, parts[0])
    is_total = clause.of_span == "sum"
    timeless = replace(clause, is_provisional=False, of_span="" if is_total else clause.of_span)
    if clause.when or not timeless.is_of_one_time:
        raise NotRead("値の欄に時点や期間があります。値だけを入力し、時点は年度の欄で選んでください。")
    if Flag.REMARK_NOT_READ in clause.flags or clause.counted:
        raise NotRead("かっこ書きや注記があります。値だけを入力し、説明は備考に入力してください。")
    figure, is_same_unit = in_unit_of(read_figure(clause.core, plain(unit or "")), unit)
    if not is_same_unit:
        raise NotRead(
            f"単位「{figure.unit}」は、この指標の単位「{unit}」と違います。単位を確認してください。"
        )
    if figure.low is not None or figure.ending not in {"", "以上", "程度", "強", "転入超過"}:
        raise NotRead(f"「{shown(clause.core)}」は値が1つに決まりません。1つの数を入力してください。")
    return Value(
        figure.value,
        figure.unit,
        is_provisional=clause.is_provisional,
        is_approximate=figure.is_approximate or figure.ending in {"程度", "強"},
        at_least=figure.ending in {"以上", "強"},
        is_running_total=is_total,
    )


def format_value(value: Value) -> str:
    """The figure as an office prints it; 「―」 where there is none.

    >>> format_value(parse_value("203960000円")), format_value(parse_value("12人", unit="件"))
    ('2億396万円', '―')
    """
    if value.value is None:
        return "―"
    about = "約" if value.is_approximate else ""
    total = "累計" if value.is_running_total else ""
    bound = "以上" if value.at_least else ""
    note = "（速報値）" if value.is_provisional else ""
    return f"{total}{about}{print_figure(value.value, value.unit)}{bound}{note}"

"""The method and the assumptions of a scenario as sentences a citizen can read, from the data of a vision's document. Pure.

What was derived, assumed or left out is said: whoever reads the figures must be able to see what they rest on.
"""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from vision.ages import group_count, group_words, open_from, place_of
from vision.inputs import STEP, AreaSources, sources_of
from vision.scenarios import starts_of
from vision.spec import Addition, Births, Moves, ScenarioSpec, from_data
from vision.tables import PeopleTable
from vision.wording import MINUS, people, span_name, year_name

Data = Mapping[str, Any]
SEX_WORDS = (("M", "男"), ("F", "女"))
BETWEEN = "5年ごとの年の間の人口は、前後の年の値を直線でつないで読み取ったものです。"
ENTERED = (
    "この見通しは、別に決めた人口の値をそのまま示したもので、この人口ビジョンで計算したものではありません。",
    "示した年の間の人口は、前後の年の値を直線でつないで読み取ったものです。",
)
ROUNDED = (
    "1人未満を四捨五入して示しているため、内訳の和が合計と一致しないことがあります。"
    "割合の和は100％にならないことがあります。"
)


def told_of(data: Data, row: Data) -> tuple[str, ...]:
    """How a scenario was computed, sentence by sentence: the method, then what it assumes.

    ``data`` is that of a ``VisionDocument``, frozen or working, ``row`` one of its ``scenarios``.
    """
    if row["kind"] == "ENTERED":
        return ENTERED
    return (*told_of_method(data, row), *told_of_assumptions(data, row))


def told_of_method(data: Data, row: Data) -> tuple[str, ...]:
    """What all scenarios share: the base, the ages, survival and moves, where the rates came from."""
    areas = sources_of(data)
    return (
        *_base(data, areas),
        *_unknown(areas),
        *_ages(areas, row),
        *_rates(data, areas),
        BETWEEN,
        ROUNDED,
    )


def told_of_assumptions(data: Data, row: Data) -> tuple[str, ...]:
    """What this scenario assumes of births, moves, people who are added, and how unsure it is."""
    spec, base = from_data(row["spec"]), data["vision"]["base_year"]
    found = [*_births(spec, data), *_moves(spec, base)]
    found += [_addition(one, data) for one in spec.additions]
    if row["band"]:
        found.append(_band(spec))
    return tuple(found)


def _base(data: Data, areas: Sequence[AreaSources]) -> Iterator[str]:
    vision = data["vision"]
    table = next((area.base_table for area in areas if area.base_table is not None), None)
    name = "" if table is None else f"{table['title']}による"
    yield (
        f"{year_name(vision['base_year'])}の{name}男女別・年齢5歳階級別の人口をもとに、"
        f"{year_name(vision['last_year'])}まで5年ごとに、コーホート要因法で推計しました。"
        "同じ年に生まれた人の集まりごとに、5年のあいだに亡くなる人と転入・転出する人を見込む方法です。"
    )
    if len(areas) > 1:
        yield f"{'、'.join(area.name for area in areas)}をそれぞれ推計し、足し合わせました。"


def _unknown(areas: Sequence[AreaSources]) -> Iterator[str]:
    """What became of the people of unknown age (不詳) of the base year."""
    for handled, words in (
        ("DISTRIBUTED", "男女別に、年齢がわかる人の割合に応じて各年齢に配分しました。"),
        ("APART", "推計に含めていません。"),
    ):
        lost = sum(_lost(area) for area in areas if area.base_table and area.base_table["unknown"] == handled)
        if lost:
            yield f"年齢がわからない人（年齢不詳）{people(lost)}人は、{words}"


def _lost(area: AreaSources) -> int:
    table = PeopleTable.of(area.base_table["data"]) if area.base_table else None
    return sum(table.years[area.base_year].unknown) if table else 0


def _ages(areas: Sequence[AreaSources], row: Data) -> Iterator[str]:
    counts = {count for area in areas for count in area.counts}
    if not counts:
        return
    words = group_words(row["open"] or open_from(min(counts)))
    yield f"年齢は{words[0]}から{words[-1]}までの5歳階級です。"
    if len(counts) > 1:
        yield f"最も高い年齢の区分がそろわない表は、「{words[-1]}」にまとめて使いました。"


def _rates(data: Data, areas: Sequence[AreaSources]) -> Iterator[str]:
    for kind, name in (("SURVIVAL", "生残率"), ("MIGRATION", "純移動率")):
        yield from _given(data, kind, name)
    derived = [area for area in areas if area.is_derived]
    if derived:
        tables = "、".join(dict.fromkeys(area.tables["PROJECTION"]["title"] for area in derived))
        if all(area.survival is not None for area in derived):
            yield f"純移動率は、{tables}の5年ごとの人口の変化から生残率を引いて求めた値です。"
        else:
            yield (
                f"生き残る割合と移動する割合を合わせた変化率を、{tables}の5年ごとの人口から求めました。"
                "二つを分けていないため、自然増減と社会増減は示していません。"
            )
    if any(area.came for area in derived):
        yield "公表された推計で、5年前にだれもいない年齢に現れる人は、転入した人として数えました。"
    yield from _prolonged(data, areas)


def _given(data: Data, kind: str, name: str) -> Iterator[str]:
    """Where an assumption came from, once however many areas have it."""
    rows = [row for row in data["assumptions"] if row["kind"] == kind]
    for derived, words in ((False, "によるものです。"), (True, "により、二つの表から求めた値です。")):
        sources = list(dict.fromkeys(row["source"] for row in rows if bool(row["is_derived"]) == derived))
        named = "、".join(source for source in sources if source)
        if named:
            yield f"{name}は、{named}{words}"
        elif sources:
            yield f"{name}は、{'二つの表から求めた値' if derived else '団体が入れた値'}です。"


def _prolonged(data: Data, areas: Sequence[AreaSources]) -> Iterator[str]:
    """That the rates of the last period known were used on."""
    periods = [
        set(rates.male) for area in areas for rates in (area.survival, area.migration) if rates is not None
    ]
    periods += [set(area.cohorts) for area in areas if area.is_derived]
    known = [max(years) for years in periods if years]
    if known and min(known) + STEP < data["vision"]["last_year"]:
        yield (
            f"{year_name(min(known) + STEP)}より後は、{span_name(min(known), min(known) + STEP)}の率が続くものとしました。"
        )


def _births(spec: ScenarioSpec, data: Data) -> Iterator[str]:
    yield "0～4歳の人口は、15～49歳の女性の数に子ども女性比をかけ、0～4歳性比で男女に分けて求めました。"
    rows = {row["kind"] for row in data["assumptions"]}
    if "CHILD_WOMAN" in rows:
        yield from _given(data, "CHILD_WOMAN", "子ども女性比")
    else:
        yield "子ども女性比は、公表された将来推計の人口から求めた値です。"
    if spec.births is not Births.TFR:
        yield from _constant(data, "CHILD_WOMAN", "子ども女性比")
        return
    starts = starts_of(spec, data["vision"]["base_year"])
    if spec.tfr:
        yield f"合計特殊出生率は、{_path(spec)}としました。"
    yield (
        f"{year_name(starts)}より前は、公表された子ども女性比のままです。"
        if not spec.tfr or min(year for year, _ in spec.tfr) <= starts
        else f"{year_name(min(year for year, _ in spec.tfr))}より前は、公表された子ども女性比のままです。"
    )
    yield (
        "合計特殊出生率は、全国の子ども女性比と合計特殊出生率の比（k）をかけて、子ども女性比に直しています。"
        "全国の女性の年齢の割合が当てはまるものとした計算です。"
    )
    yield from _given(data, "TFR_RATIO", "k")
    yield from _constant(data, "TFR_RATIO", "k")


def _constant(data: Data, kind: str, name: str) -> Iterator[str]:
    """That the ratio of the last year known was used on."""
    known = [max(years) for area in sources_of(data) if (years := _years(area, kind))]
    if known and min(known) < data["vision"]["last_year"]:
        last = year_name(min(known))
        yield f"{last}より後の{name}は、{last}の値が続くものとしました。"


def _years(area: AreaSources, kind: str) -> set[int]:
    derived = {year + STEP for year in area.cohorts} if kind == "CHILD_WOMAN" else set()
    return set(area.ratios(kind)) or derived


def _path(spec: ScenarioSpec) -> str:
    """「2025年は…、2030年は2.1」 with what lies between and behind."""
    rows = sorted(spec.tfr, key=lambda point: point[0])
    points = "、".join(
        f"{year_name(year)}は{'公表された子ども女性比から求めた値' if rate is None else format(rate, 'f')}"
        for year, rate in rows
    )
    return points + (
        "、その間は直線で変わり、その後は変わらないもの" if len(rows) > 1 else "、その後は変わらないもの"
    )


def _moves(spec: ScenarioSpec, base_year: int) -> Iterator[str]:
    since = f"{year_name(starts_of(spec, base_year))}以降の移動は、"
    if spec.moves is Moves.PUBLISHED:
        yield "移動は、もとの値のままとしました。"
    elif spec.moves is Moves.BALANCED:
        yield f"{since}転入と転出が男女・年齢別に同じ数になり、増減がないものとしました。"
    elif spec.moves is Moves.FACTOR:
        yield f"{since}純移動率をもとの値の{_number(spec.factor.normalize())}倍としました。"
        if not 0 <= spec.factor <= 1:
            yield "転出する人が生き残る人より多くなる年齢では、生き残る人がみな転出するものとしました。"
    else:
        yield f"{since}次の年齢の純移動率を独自に定めました（5年後の年齢で示す）。{_own(spec)}。"


def _own(spec: ScenarioSpec) -> str:
    words = []
    for sex, name in SEX_WORDS:
        rates = (spec.own_moves or {}).get(sex, {})
        if rates:
            each = "、".join(f"{_group(group)} {_number(rate)}" for group, rate in rates.items())
            words.append(f"{name}：{each}")
    return "／".join(words) if words else "変えた年齢はありません"


def _number(rate: Decimal) -> str:
    return format(rate, "f").replace("-", MINUS)


def _group(group: str) -> str:
    """A group of a data file as people read it."""
    if group.endswith("+"):
        return f"{group[:-1]}歳以上"
    return group_words(100)[place_of(group, group_count(100))]


def _addition(one: Addition, data: Data) -> str:
    number = sum((*one.male.values(), *one.female.values()), Decimal())
    area = next((row["name"] for row in data["areas"] if row["code"] == one.area), "")
    where = f"（{area}）" if area and len(data["areas"]) > 1 else ""
    first, last = span_name(one.first - STEP, one.first), span_name(one.last - STEP, one.last)
    when = f"{first}の5年間に" if one.first == one.last else f"{first}から{last}までの5年ごとに"
    return (
        f"「{one.name}」{where}により、{when}{people(number)}人が加わるものとしました。"
        "加わった人も、その後は同じ率で年をとり、移動し、子どもをもつものとしています。"
    )


def _band(spec: ScenarioSpec) -> str:
    unsure = spec.uncertainty
    assert unsure is not None  # there is no band without it
    migration = format((unsure.migration * 100).normalize(), "f")
    return (
        f"合計特殊出生率のふれ（標準偏差{format(unsure.tfr, 'f')}）と純移動率のふれ（標準偏差{migration}％）を仮に置いて"
        f"{unsure.draws:,}回計算し、その90％が入る幅を示しました。"
        "この幅は仮に置いたふれによるもので、実際の人口がこの中に収まることを約束するものではありません。"
    )

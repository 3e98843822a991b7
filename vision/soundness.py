"""What is wrong with the assumptions of a scenario, as sentences, before anything is computed with them. Pure."""

from collections.abc import Collection, Iterator, Sequence
from decimal import Decimal

from vision.spec import Addition, Births, Entered, Moves, ScenarioSpec, Uncertainty

HIGHEST_TFR = Decimal(10)
FACTORS = (Decimal(-10), Decimal(10))
DRAWS = (100, 10_000)
MOST_ADDED = 10_000_000  # people of one age and sex in a step
MOST_PEOPLE = 10_000_000_000
LONGEST_NAME = 60
YEARS = (1930, 2200)  # of entered figures: years that have an era, and no axis without end
NEARLY_ALL = (Decimal("99.7"), Decimal("100.3"))  # three shares, each rounded to 1 decimal


def faults_of(
    spec: ScenarioSpec, *, base_year: int, last_year: int, areas: Collection[str], is_entered: bool
) -> tuple[str, ...]:
    """Sentences on what cannot be, in the order of the page; empty for a spec that can be computed with.

    ``areas``: codes of the vision's areas. ``is_entered``: the scenario has figures of its own and computes nothing.
    """
    if is_entered:
        return tuple(_entered(spec.entered))
    steps = range(base_year + 5, last_year + 1, 5)
    return (
        *_start(spec.starts, steps),
        *_births(spec, base_year),
        *_moves(spec),
        *added_faults(spec.additions, base_year=base_year, last_year=last_year, areas=areas),
        *_unsure(spec.uncertainty),
    )


def added_faults(
    additions: Sequence[Addition], *, base_year: int, last_year: int, areas: Collection[str]
) -> tuple[str, ...]:
    """Sentences on what cannot be of people who are added; arguments as ``faults_of`` has them."""
    steps = range(base_year + 5, last_year + 1, 5)
    return tuple(fault for n, one in enumerate(additions, 1) for fault in _addition(n, one, steps, areas))


def _start(starts: int | None, steps: range) -> Iterator[str]:
    if starts is not None and starts not in steps:
        yield f"変える最初の年：{steps[0]}年から{steps[-1]}年までの、5年ごとの年から選んでください。"


def _births(spec: ScenarioSpec, base_year: int) -> Iterator[str]:
    if spec.births is not Births.TFR:
        return
    if not spec.tfr:
        yield "合計特殊出生率：年と率を、少なくとも1行入れてください。"
    years = [year for year, _ in spec.tfr]
    if len(set(years)) < len(years):
        yield "合計特殊出生率：同じ年が2回あります。どちらかの行をけしてください。"
    for year, rate in spec.tfr:
        if not base_year <= year <= base_year + 200:
            yield f"合計特殊出生率：{year}年は基準年（{base_year}年）より前か、遠すぎます。"
        if rate is not None and not 0 < rate <= HIGHEST_TFR:
            yield f"合計特殊出生率：{year}年の{rate}は、0より大きく{HIGHEST_TFR}以下の数にしてください。"


def _moves(spec: ScenarioSpec) -> Iterator[str]:
    low, high = FACTORS
    if spec.moves is Moves.FACTOR and not low <= spec.factor <= high:
        yield f"移動：倍率は{low}から{high}までの数で入れてください。"
    if spec.moves is Moves.OWN:
        rates = [
            (sex, group, rate) for sex, row in (spec.own_moves or {}).items() for group, rate in row.items()
        ]
        if not rates:
            yield "移動：独自の純移動率を、少なくとも一つの年齢に入れてください。"
        for sex, group, rate in rates:
            if not -1 <= rate <= 1:
                word = "男" if sex == "M" else "女"
                yield f"移動：{group}歳の{word}の純移動率{rate}は、-1から1までの数にしてください（1％は0.01）。"


def _addition(n: int, one: Addition, steps: range, areas: Collection[str]) -> Iterator[str]:
    where = f"加わる人{n}"
    if not one.name:
        yield f"{where}：名前を入れてください（例：駅前の住宅開発）。"
    if len(one.name) > LONGEST_NAME:
        yield f"{where}：名前は{LONGEST_NAME}字までにしてください。"
    if one.first not in steps or one.last not in steps:
        yield f"{where}：最初と最後の年は、{steps[0]}年から{steps[-1]}年までの、5年ごとの年にしてください。"
    elif one.last < one.first:
        yield f"{where}：最後の年が最初の年より前です。"
    if not any((*one.male.values(), *one.female.values())):
        yield f"{where}：人数を、少なくとも一つの年齢に入れてください。"
    if any(abs(number) > MOST_ADDED for number in (*one.male.values(), *one.female.values())):
        yield f"{where}：人数は、一つの年齢に{MOST_ADDED:,}人までにしてください。"
    if one.area and one.area not in areas:
        yield f"{where}：区域を選び直してください。前の区域はもうありません。"


def _unsure(unsure: Uncertainty | None) -> Iterator[str]:
    if unsure is None:
        return
    low, high = DRAWS
    if not low <= unsure.draws <= high:
        yield f"見通しの幅：試算の回数は{low}から{high:,}までの数にしてください。"
    if not 0 <= unsure.seed < 2**63:
        yield "見通しの幅：乱数の種は、0以上の整数にしてください。"
    if not 0 <= unsure.tfr <= 2 or not 0 <= unsure.migration <= 2:
        yield "見通しの幅：ばらつき（標準偏差）は、0から2までの数にしてください。"


def _entered(rows: tuple[Entered, ...]) -> Iterator[str]:
    if not rows:
        yield "値：年と総人口を、少なくとも1行入れてください。"
    years = [row.year for row in rows]
    if len(set(years)) < len(years):
        yield "値：同じ年が2回あります。どちらかの行をけしてください。"
    if any(not YEARS[0] <= year <= YEARS[1] for year in years):
        yield f"値：年は、{YEARS[0]}年から{YEARS[1]}年までの西暦にしてください。"
    for row in rows:
        classes = [row.young, row.working, row.old]
        known = [one for one in classes if one is not None]
        shares = [one for one in (row.young_share, row.working_share, row.old_share) if one is not None]
        if row.total <= 0 or any(one < 0 for one in known):
            yield f"値：{row.year}年の人数は、0より大きい数にしてください。"
        elif max(row.total, *known, 0) > MOST_PEOPLE:
            yield f"値：{row.year}年の人数が大きすぎます。桁を確かめてください。"
        elif len(known) == len(classes) and sum(known) != row.total:
            yield (
                f"値：{row.year}年の3区分の合計{sum(known):,}人が、総人口{row.total:,}人と"
                f"{abs(sum(known) - row.total):,}人違います。どちらかを直してください。"
            )
        if any(not 0 <= share <= 100 for share in shares):
            yield f"値：{row.year}年の割合は、0から100までの数（％）にしてください。"
        elif len(shares) == len(classes) and not NEARLY_ALL[0] <= sum(shares) <= NEARLY_ALL[1]:
            yield f"値：{row.year}年の3区分の割合の合計が{sum(shares)}％です。直してください。"

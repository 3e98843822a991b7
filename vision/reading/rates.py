"""Rates of survival, net migration and births out of sheets of any common layout. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from paper.grids import Grid
from vision.ages import OPEN_GROUPS
from vision.reading.assembling import SEX_WORDS
from vision.reading.found import NO_CODE, AreaRates, Finding, ReadRates
from vision.reading.heads import CHILD_WOMAN, COMBINED, MIGRATION, SEX_RATIO, SURVIVAL, K
from vision.reading.labels import FEMALE, MALE, Ages
from vision.reading.people import Wanted, asked, missing_areas
from vision.reading.sheets import Fact, Walk, facts_of
from vision.tables import AgeRates
from vision.wording import year_name

WORDS = {
    SURVIVAL: "生残率",
    MIGRATION: "純移動率",
    COMBINED: "生残率と純移動率を合わせた率",
    CHILD_WOMAN: "子ども女性比",
    SEX_RATIO: "0～4歳性比",
    K: "子ども女性比と合計特殊出生率の比（k）",
}
BY_AGE = (SURVIVAL, MIGRATION, COMBINED)
_MOST = 6
NOTHING = (
    "率の表が見つかりませんでした。見出しか表の題に「生残率」「純移動率」「子ども女性比」「0～4歳性比」のどれかがあり、"
    "その下に率が並んでいるか確かめてください。"
)

Periods = dict[int, dict[str, dict[Ages, Decimal]]]


@dataclass
class _Found:
    """The rates of an area as they stand in the file: of ages by period, sex and ages of departure, others by year."""

    by_age: dict[str, Periods] = field(default_factory=dict)
    by_year: dict[str, dict[int, Decimal]] = field(default_factory=dict)


def read_rates(grids: Sequence[Grid], wanted: Wanted = None) -> ReadRates:
    """The rates of the areas ``wanted`` (None for all) and those that name no area.

    A rate of ages leads from the group that the file names into the next one; the last from the two highest groups together
    into the open one. The child–woman ratio and the sex ratio of a period are those at its end. Net migration that is not given
    is the combined rate less survival (社人研).
    """
    walk = Walk(asked(wanted))
    found: dict[str, _Found] = {}
    names: dict[str, str] = {}
    findings: list[Finding] = []
    for grid in (grid for grid in grids if grid.state == "visible"):
        if grid.cut:
            findings.append(Finding(grid.cut, f"「{grid.name}」"))
        for fact in facts_of(grid, walk):
            if fact.kind is None:
                continue
            key = fact.code or fact.name
            if fact.name:
                names.setdefault(key, fact.name)
            findings += _put(found.setdefault(key, _Found()), fact)
    findings += missing_areas(walk, wanted, found.keys() | ({NO_CODE} if not found else set()))
    if not found and not walk.others:
        findings.append(Finding(NOTHING, is_fault=True))
    findings = _fewer(findings)
    areas = {}
    for key, one in found.items():
        made, said = _rates_of(names.get(key, ""), one)
        areas[key] = made
        findings += said
    return ReadRates(areas, names, tuple(findings))


def _put(found: _Found, fact: Fact) -> Iterator[Finding]:
    """Keep a rate; findings for one that cannot be."""
    assert fact.kind is not None
    word = WORDS[fact.kind]
    if fact.value is None:
        yield Finding(
            f"{word}に「{fact.text}」とあり、数として読めません。数字に直してください。", fact.place, True
        )
        return
    value, fault = fact.value, fault_of_rate(fact.kind, fact.value)
    if fault:
        yield Finding(f"{word}が「{fact.text}」になっています。{fault}", fact.place, True)
    if fact.kind in BY_AGE:
        first = fact.period if fact.period is not None else fact.year
        if first is None:
            yield Finding(
                f"{word}が何年から何年までの率か、表から読み取れません。"
                "「2020年→2025年」のように見出しに入れてください。",
                "",
                True,
            )
            return
        sexes = found.by_age.setdefault(fact.kind, {}).setdefault(first, {})
        sexes.setdefault(fact.sex, {})[fact.ages] = value
        return
    year = fact.year if fact.period is None else fact.period + 5
    if year is None:
        yield Finding(f"{word}が何年のものか、表から読み取れません。見出しに年を入れてください。", "", True)
        return
    if fact.kind == SEX_RATIO and Decimal("0.5") <= value <= 2:
        value *= 100
        yield Finding("0～4歳性比が1前後の数なので、100倍して「女100人に対する男の数」にしました。")
    found.by_year.setdefault(fact.kind, {})[year] = value


def fault_of_rate(kind: str, value: Decimal) -> str:
    """Why a rate cannot be, with what to do; "" for one that can.

    >>> fault_of_rate("survival", Decimal("99.94"))
    '生残率は0から1までです。99.94％なら、0.9994のように小数で入れるか、「％」を付けてください。'
    >>> fault_of_rate("combined", Decimal("1.02"))
    ''
    """
    match kind:
        case "survival" if not 0 <= value <= 1:
            hint = (
                f"{value.normalize():f}％なら、{value / 100:f}のように小数で入れるか、「％」を付けてください。"
                if 1 < value <= 100
                else "表を確かめてください。"
            )
            return f"生残率は0から1までです。{hint}"
        case "migration" if not -1 < value <= 2:
            return "純移動率は-1より大きく2までです。％なら、0.05のように小数で入れてください。"
        case "combined" if not 0 <= value <= 3:
            return "生残率と純移動率を合わせた率は0から3までです。表を確かめてください。"
        case "child_woman" if not 0 <= value <= 1:
            return "子ども女性比は0から1までです。女性1人あたりの数を0.2のように小数で入れてください。"
        case "sex_ratio" if not (Decimal("0.5") <= value <= 2 or 50 <= value <= 200):
            return "0～4歳性比は、女100人に対する男の数（105前後）を入れてください。"
        case "tfr_ratio" if not 0 < value <= 1:
            return "kは0から1までの数（0.14前後）です。"
    return ""


def _fewer(findings: list[Finding]) -> list[Finding]:
    """Each sentence once where it names no cell, and of those that name cells the first of each kind of rate."""
    kept: dict[str, Finding] = {}
    for one in findings:
        kept.setdefault(f"{one.sentence}{one.place}", one)
    placed = [one for one in kept.values() if one.place and one.is_fault]
    if len(placed) <= _MOST:
        return list(kept.values())
    rest = [one for one in kept.values() if one not in placed[_MOST:]]
    return [
        *rest,
        Finding(f"ほかに{len(placed) - _MOST:,}か所で、ありえない率か数でない値があります。", is_fault=True),
    ]


def _rates_of(called: str, found: _Found) -> tuple[AreaRates, list[Finding]]:
    findings: list[Finding] = []
    made: dict[str, AgeRates | None] = dict.fromkeys(BY_AGE)
    for kind, periods in found.by_age.items():
        made[kind], said = _by_age(f"{called}の{WORDS[kind]}" if called else WORDS[kind], periods)
        findings += said
    survival, combined = made[SURVIVAL], made[COMBINED]
    if made[MIGRATION] is None and combined is not None and survival is not None:
        made[MIGRATION] = difference(combined, survival)
    by_year = {kind: found.by_year.get(kind) for kind in (CHILD_WOMAN, SEX_RATIO, K)}
    return (
        AreaRates(
            made[SURVIVAL],
            made[MIGRATION],
            made[COMBINED],
            by_year[CHILD_WOMAN],
            by_year[SEX_RATIO],
            by_year[K],
        ),
        findings,
    )


def difference(combined: AgeRates, survival: AgeRates) -> AgeRates | None:
    """Net migration rates: combined less survival, in the periods that both have; None where they have none or other groups."""
    periods = [year for year in combined.male if year in survival.male]
    if not periods or combined.open_from != survival.open_from:
        return None

    def less(
        one: Mapping[int, Sequence[Decimal]], other: Mapping[int, Sequence[Decimal]]
    ) -> dict[int, tuple[Decimal, ...]]:
        return {year: tuple(a - b for a, b in zip(one[year], other[year], strict=True)) for year in periods}

    return AgeRates(
        combined.open_from, less(combined.male, survival.male), less(combined.female, survival.female)
    )


def _by_age(called: str, periods: Periods) -> tuple[AgeRates | None, list[Finding]]:
    """The rates of all periods in the same groups; None where some are missing."""
    findings: list[Finding] = []
    opens = {
        year: max((ages.low for one in sexes.values() for ages in one if ages.high is None), default=0)
        for year, sexes in periods.items()
    }
    last = min(opens.values())
    if last + 5 not in OPEN_GROUPS or len(set(opens.values())) > 1:
        return None, [
            Finding(
                f"{called}は、どの期間も同じ最も上の年齢（「85歳以上→90歳以上」など）までそろえてください。",
                is_fault=True,
            )
        ]
    wanted = [*(Ages(low, low + 4) for low in range(0, last, 5)), Ages(last, None)]
    rates: dict[str, dict[int, tuple[Decimal, ...]]] = {MALE: {}, FEMALE: {}}
    for year, sexes in periods.items():
        for sex in (MALE, FEMALE):
            one = sexes.get(sex, {})
            missing = [ages.word for ages in wanted if ages not in one]
            if missing:
                listed = "、".join(missing[:_MOST]) + ("など" if len(missing) > _MOST else "")
                findings.append(
                    Finding(
                        f"{called}の{year_name(year)}からの5年間の{SEX_WORDS[sex]}に、{listed}がありません。",
                        is_fault=True,
                    )
                )
            else:
                rates[sex][year] = tuple(one[ages] for ages in wanted)
    if findings:
        return None, findings[:_MOST]
    return AgeRates(last + 5, rates[MALE], rates[FEMALE]), []

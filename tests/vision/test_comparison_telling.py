"""Sentences of a comparison: what became more or less, why, and what only one edition has."""

from decimal import Decimal
from typing import Any

from tests.vision import compared
from vision import decomposing
from vision.comparing import compare
from vision.comparison.telling import NOTHING, sentences
from vision.comparison.words import amount, difference_words, number, value_words
from vision.decomposing import Parts, parts_of
from vision.spec import Entered

ADOPTED = "「町の見通し」では、令和27（2045）年の総人口は"


def told(old: dict[str, Any], new: dict[str, Any]) -> tuple[str, ...]:
    both = compare(old, new)
    return sentences(both, parts_of(both))


def typed(number: int, *rows: tuple[int, int, str, str], name: str = "想定人口") -> dict[str, Any]:
    figures = (
        Entered(year, total, young_share=Decimal(young), old_share=Decimal(old))
        for year, total, young, old in rows
    )
    return compared.made(compared.town(number=number), [compared.entered(*figures, name=name, lineage="a")])


def test_what_changed_between_two_censuses():
    assert told(compared.older(), compared.newer()) == (
        f"{ADOPTED}前回の21,845人から今回は20,641人になり、1,204人（5.5％）少なくなりました。",
        "この差（△1,204人）のうち、基準となる人口を改めたことによるものが△515人、"
        "仮定値（生残率、純移動率、子ども女性比など）を改めたことによるものが△259人、"
        "ケースの仮定（出生と移動）を改めたことによるものが△430人です。",
        "基準年を平成27（2015）年から令和2（2020）年に改めました。",
        "令和2（2020）年の総人口は、前回の見込み21,291人より1,292人少ない19,999人でした。",
        "令和27（2045）年の老年人口（65歳以上）の割合は、19.8％から18.0％に、1.8ポイント下がりました。",
        "令和27（2045）年の年少人口（0～14歳）の割合は、16.5％から15.9％に、0.6ポイント下がりました。",
        "令和27（2045）年の合計特殊出生率の仮定を、1.80から1.60に改めました。",
        "社人研推計に準拠したケースの令和27（2045）年の総人口は、20,588人から19,640人になりました（差 △948人）。",
        "令和32（2050）年は、今回の推計だけにあります。",
        "平成27（2015）年は、前回の推計だけにあります。",
    )


def test_two_equal_editions_say_that_nothing_changed():
    found = told(compared.made(compared.town(number=1)), compared.made(compared.town()))
    assert found[0] == "「町の見通し」では、令和32（2050）年の総人口は21,119人で、前回と変わりません。"
    assert [one for one in found[1:] if "変わりません" not in one and "（差 0人）" not in one] == []


def test_another_count_of_the_same_year_is_said():
    found = told(compared.made(compared.town(of=19_000, number=1)), compared.made(compared.town()))
    assert "基準年（令和2（2020）年）は同じですが、国勢調査の人口表を改めました。" in found
    assert "1,058人（5.3％）多くなりました。" in found[0]


def test_figures_that_were_entered_have_no_parts_and_their_reason_is_told():
    old = typed(1, (2020, 401_558, "13.7", "26.3"), (2040, 400_000, "12.6", "30.0"))
    new = typed(2, (2020, 401_558, "13.7", "26.3"), (2040, 400_861, "13.0", "30.0"))
    assert told(old, new) == (
        "「想定人口」では、令和22（2040）年の総人口は前回の400,000人から今回は400,861人になり、"
        "861人（0.2％）多くなりました。",
        decomposing.ENTERED,
        "令和22（2040）年の老年人口（65歳以上）の割合は、30.0％で変わりません。",
        "令和22（2040）年の年少人口（0～14歳）の割合は、12.6％から13.0％に、0.4ポイント上がりました。",
    )


def test_scenarios_that_came_went_or_were_renamed():
    old = compared.made(compared.town(number=1), [*compared.usual(), compared.scenario("やめた案")])
    renamed = [
        compared.usual()[0],
        compared.usual()[1] | {"name": "希望の見通し"},
        compared.scenario("新しい案"),
    ]
    found = told(old, compared.made(compared.town(), renamed))
    assert found[-3:] == (
        "ケース「町の見通し」の名前を「希望の見通し」に改めました。",
        "ケース「新しい案」を新たに加えました。",
        "前回のケース「やめた案」は、今回はありません。",
    )


def test_nothing_in_common_is_said_first():
    assert told(compared.made(compared.town(number=1), []), compared.newer()) == (
        NOTHING,
        "ケース「パターン1」を新たに加えました。",
        "ケース「町の見通し」を新たに加えました。",
    )


def test_parts_of_nought_are_not_told():
    both = compare(compared.made(compared.town(number=1)), compared.made(compared.town()))
    nought = Parts(2050, Decimal(0), Decimal(0), Decimal(0), Decimal(0))
    assert sentences(both, nought) == sentences(both, None)


def test_figures_are_written_as_offices_print_them():
    both = compare(compared.older(), compared.newer())
    people, share = both.main_totals, both.classes[-1]
    assert (number(Decimal("-1234.5"), 0), number(None, 1), number(Decimal("-0.04"), 1)) == (
        "△1,235",
        "―",
        "0.0",
    )
    assert (value_words(people, Decimal(20_000)), value_words(share, Decimal("13.7"))) == (
        "20,000人",
        "13.7％",
    )
    assert (difference_words(share, Decimal("-0.4")), difference_words(people, None)) == ("△0.4ポイント", "―")
    assert amount(people, Decimal(-500)) == "500人"

"""vision.reading.rates: survival, moves and births in the layouts in which they are handed round."""

from decimal import Decimal

from paper.reading import read_csv
from tests.vision.sheets import grid, rate_rows
from vision.reading.found import AreaRates
from vision.reading.parsed import parsed_of
from vision.reading.rates import difference, read_rates
from vision.tables import AgeRates


def test_survival_of_the_nation_names_no_area_and_may_be_in_per_cent():
    read = read_rates([grid(rate_rows(rate="95.0％"))])
    survival = read.areas[""].survival
    assert (survival.open_from, sorted(survival.male), read.findings) == (90, [2020, 2025], ())
    assert survival.female[2025] == (Decimal("0.95"),) * 18


def test_two_sheets_of_an_area_and_migration_as_what_is_left():
    both = [
        grid(rate_rows("生残率", "0.95", "27203", "豊中市"), "生残率"),
        grid(rate_rows("生残率＋純移動率", "0.97", "27203", "豊中市"), "変化率"),
    ]
    rates = read_rates(both, "27203").areas["27203"]
    assert rates.survival.male[2020][0] == Decimal("0.95")
    assert rates.migration.male[2020] == (Decimal("0.02"),) * 18
    other = AgeRates(85, rates.survival.male, rates.survival.female)
    assert difference(rates.combined, other) is None


def test_ratios_by_year_and_by_period():
    rows = [["子ども女性比"], ["", "2025年", "2030年"], ["豊中市", "0.20", "0.21"]]
    assert read_rates([grid(rows)]).areas["豊中市"] == AreaRates(
        child_woman={2025: Decimal("0.20"), 2030: Decimal("0.21")}
    )
    rows = [["kind", "period", "value"], ["0～4歳性比", "2020-2025", "1.05"], ["k", "2020-2025", "0.135"]]
    read = read_rates([grid(rows)])
    assert read.areas[""] == AreaRates(
        sex_ratio={2025: Decimal("105.00")}, tfr_ratio={2025: Decimal("0.135")}
    )
    assert [one.sentence for one in read.findings] == [
        "0～4歳性比が1前後の数なので、100倍して「女100人に対する男の数」にしました。"
    ]


def test_the_rates_that_stand_beside_the_published_tables(shared):
    folder = shared / "data" / "population"
    split = read_rates([read_csv((folder / "ipss2018_focus_split_rates.csv").read_bytes())], "27203")
    one = split.areas["27203"]
    assert (one.survival.open_from, one.survival.male[2015][0]) == (90, Decimal("0.999382"))
    assert (one.migration.male[2015][0], one.combined.male[2015][-1]) == (
        Decimal("0.017519"),
        Decimal("0.427950"),
    )
    derived = parsed_of([read_csv((folder / "ipss2018_focus_derived_rates.csv").read_bytes())], "27203")
    one = derived.rates["27203"]
    assert (one.child_woman[2020], one.sex_ratio[2020]) == (Decimal("0.206699"), Decimal("105.193900"))
    assert (one.survival, one.migration, sorted(one.combined.female)) == (
        None,
        None,
        list(range(2015, 2045, 5)),
    )

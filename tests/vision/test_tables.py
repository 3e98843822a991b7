"""Tables and rates keep what they hold through JSON."""

import json
from decimal import Decimal

from tests.vision import towns
from vision.tables import AgeRates, Counts, PeopleTable, Totals, TotalsTable, year_rates, year_rates_data


def through_json(data):
    return json.loads(json.dumps(data))


def test_people():
    table = PeopleTable(
        85, {2025: Counts((1, 2), (3, 4)), 2020: Counts((5, 6), (7, 8), unknown=(9, 10), total=45)}
    )
    data = table.to_data()
    assert list(data["years"]) == ["2020", "2025"]
    assert data["years"]["2020"] == {"M": [5, 6], "F": [7, 8], "unknown": [9, 10], "total": 45}
    assert PeopleTable.of(through_json(data)) == table


def test_totals():
    table = TotalsTable({2050: Totals(367_696, 45_390, 199_468, 122_838), 2030: Totals(395_261)})
    assert TotalsTable.of(through_json(table.to_data())) == table
    assert table.to_data()["years"]["2030"] == {"total": 395_261, "young": None, "working": None, "old": None}


def test_rates_of_ages():
    rates = AgeRates(90, *({2015: towns.survival(sex), 2020: towns.survival(sex)} for sex in "MF"))
    data = rates.to_data()
    assert list(data["periods"]) == ["2015-2020", "2020-2025"]
    assert AgeRates.of(through_json(data)) == rates


def test_rates_of_years_keep_their_digits():
    rates = {2025: Decimal("0.20"), 2020: Decimal("1E-7")}
    assert year_rates_data(rates) == {"years": {"2020": "0.0000001", "2025": "0.20"}}
    assert year_rates(through_json(year_rates_data(rates))) == rates

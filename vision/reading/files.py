"""A file of population or rates as sheets: a workbook or a CSV, of a large CSV only the rows of the areas wanted."""

import re
from collections.abc import Callable, Mapping

from accounts.codes import check_digit
from paper.grids import Grid
from paper.guard import GuardError
from paper.reading import read_csv, read_workbook
from vision.reading.people import Wanted, codes_of

ENDINGS = ("xlsx", "csv", "tsv")
LARGE = 500_000  # bytes from which on only the rows of the areas wanted are read
OTHER = "読み込めるのは、Excel（.xlsx）とCSV（.csv、.tsv）です。古い形式（.xls）は、Excelで.xlsxに保存し直してください。"
_CODES_STAND_IN = 4  # the first columns, in one of which a code is looked for


def grids_of(name: str, data: bytes, wanted: Wanted = None) -> tuple[Grid, ...]:
    """The sheets of an .xlsx, .csv or .tsv file; GuardError and ReadError (paper) with a sentence for what is none.

    Of a CSV of all municipalities the rows of ``wanted`` are read, however long the file is.
    """
    ending = name.rpartition(".")[2].lower()
    if ending not in ENDINGS:
        raise GuardError(OTHER)
    if ending == "xlsx":
        return read_workbook(data, name=name)
    return (read_csv(data, name=name, keep=_keeper(wanted) if len(data) > LARGE else None),)


def _keeper(wanted: Wanted) -> Callable[[list[str]], bool] | None:
    """Whether a row names an area that is wanted, by its code as files write it or by its name."""
    codes = codes_of(wanted)
    if codes is None:
        return None
    forms = set(wanted.values()) if isinstance(wanted, Mapping) else set()
    for code in codes:
        full = code if len(code) == 5 else f"{code}000"
        if re.fullmatch("[0-9]{5}", full):
            forms |= {
                form for one in (code, full, f"{full}{check_digit(full)}") for form in (one, one.lstrip("0"))
            }
    return lambda record: any(cell.strip() in forms for cell in record[:_CODES_STAND_IN])

"""How files that go out are called: R6_こども政策課_KPI実績.xlsx. Pure."""

from collections.abc import Iterable, Mapping

from strategy.fiscal import ERAS, format_fiscal_year

_NOT_IN_NAMES = str.maketrans('\\/:*?"<>|\n\t', "￥／：＊？”＜＞｜　　")
LONGEST = 40  # characters of a department in the name of a file


def short_year(fiscal_year: int) -> str:
    """The fiscal year by letter and number.

    >>> short_year(2024), short_year(2019), short_year(2018)
    ('R6', 'R1', 'H30')
    """
    named = format_fiscal_year(fiscal_year, short=True).removesuffix("年度")
    era = next(era for era in ERAS if named.startswith(era.name))
    number = named.removeprefix(era.name)
    return era.letter + ("1" if number == "元" else number)


def file_name(fiscal_year: int, department: str, what: str, ending: str = "xlsx") -> str:
    """The name of a file; signs that a file system refuses become full-width ones.

    >>> file_name(2024, "子育て課", "KPI実績")
    'R6_子育て課_KPI実績.xlsx'
    """
    words = (short_year(fiscal_year), _safe(department)[:LONGEST], what)
    return "_".join(word for word in words if word) + f".{ending}"


def drafting_name(fiscal_year: int, department: str) -> str:
    """What a 施策調書 is called, by the first year of its plan.

    >>> drafting_name(2028, "子育て課")
    'R10_子育て課_施策調書.xlsx'
    """
    return file_name(fiscal_year, department, "施策調書")


def department_names(departments: Iterable[tuple[int, str, str]]) -> Mapping[int, str]:
    """By key what each department (key, 部, 課) is called in names of files: its 課, with the 部 where two are alike,
    numbered where that is still the same.

    >>> department_names([(1, "総務部", "庶務課"), (2, "市民部", "庶務課"), (3, "", "子育て課")])
    {1: '総務部庶務課', 2: '市民部庶務課', 3: '子育て課'}
    """
    rows = list(departments)
    alike = [name for _, _, name in rows]
    wanted = {key: f"{division}{name}" if alike.count(name) > 1 else name for key, division, name in rows}
    taken: dict[str, int] = {}
    found = {}
    for key, name in wanted.items():
        name = _safe(name)[:LONGEST]
        taken[name] = taken.get(name, 0) + 1
        found[key] = name if taken[name] == 1 else f"{name}（{taken[name]}）"
    return found


def _safe(text: str) -> str:
    return text.translate(_NOT_IN_NAMES).strip(" .　")

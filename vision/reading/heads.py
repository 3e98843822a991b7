"""What a head of a column says: the role of its labels, or ages, sex, year, period and kind of its figures. Pure."""

import re
from dataclasses import dataclass, fields

from vision.reading.labels import (
    Ages,
    ages_and_sex,
    ages_of,
    is_year_label,
    period_of,
    plain,
    sex_of,
    year_of,
)

CODE, NAME, DISTRICT, SEX, AGE, YEAR, PERIOD, VARIANT, KIND, VALUE, PASSED = (
    "code name district sex age year period variant kind value passed".split()
)
_ROLES: dict[str, set[str]] = {
    CODE: {
        "code", "code5", "code2", "団体コード", "地方公共団体コード", "全国地方公共団体コード", "市区町村コード",
        "市町村コード", "都道府県コード",
        "都道府県コード又は市区町村コード", "自治体コード", "コード", "areacode", "都道府県コードまたは市区町村コード"
    },
    NAME: {
        "name", "市区町村名", "市区町村", "市町村名", "市町村", "団体名", "地方公共団体名", "自治体名", "自治体", "団体",
        "市区町村等", "area"
    },
    DISTRICT: {"地域コード", "地域名", "町丁目", "町丁目名", "町名", "大字", "地区", "地区名", "町丁字名", "町・丁目"},
    SEX: {"sex", "性", "性別", "男女", "男女別", "gender"},
    AGE: {
        "age", "年齢", "年齢階級", "年齢区分", "年齢5歳階級", "年齢(5歳階級)", "年齢別", "年齢階層", "階級", "from_age",
        "期首年齢", "年齢(歳)", "期首の年齢", "年齢階級(5歳)"
    },
    YEAR: {"year", "年", "年次", "西暦", "調査年", "時点", "調査年月日", "基準日", "調査時点", "年月日"},
    PERIOD: {"period", "期間"},
    VARIANT: {"variant", "仮定", "出生の仮定", "推計の種類"},
    KIND: {"kind", "仮定値"},
    VALUE: {"population", "人口", "人数", "値", "value", "人口(人)", "人口総数", "総人口", "率"},
    PASSED: {
        "to_age", "期末年齢", "期末の年齢", "type", "備考", "世帯数", "no", "no.", "都道府県名", "都道府県", "面積", "注", "注記",
        "prefecture"
    },
}  # fmt: skip
_ROLE_OF = {word: role for role, words in _ROLES.items() for word in words}
_PASSED = re.compile(
    r"構成比|割合|増減|指数|平均|中位|密度|prelim|速報|世帯|従属|^性比$|人口性比|比率|%|\(%\)|外国人"
)
SURVIVAL, MIGRATION, COMBINED, CHILD_WOMAN, SEX_RATIO, K = (
    "survival migration combined child_woman sex_ratio tfr_ratio".split()
)
_KINDS = (
    (K, re.compile(r"^k$|換算比|合計特殊出生率の比|tfr_ratio")),
    (COMBINED, re.compile(r"combined|コーホート変化率|変化率|生残率\+")),
    (SURVIVAL, re.compile(r"生残率|survival")),
    (MIGRATION, re.compile(r"純?移動率|migration")),
    (CHILD_WOMAN, re.compile(r"子ども女性比|こども女性比|child_?woman")),
    (SEX_RATIO, re.compile(r"0[~-]4歳(?:の)?性比|sex_?ratio|出生性比")),
)
_LONGEST = 40  # signs of a heading; what is longer is a sentence


@dataclass(frozen=True)
class Says:
    """What a label says, as far as it says it; ``is_total``: 総数, of the sexes or of the ages."""

    ages: Ages | None = None
    sex: str | None = None
    year: int | None = None
    period: int | None = None
    kind: str | None = None
    variant: str | None = None
    is_total: bool = False
    is_passed: bool = False

    def over(self, other: "Says") -> "Says":
        """This, and where it says nothing the other."""
        return Says(*(getattr(self, one.name) or getattr(other, one.name) for one in fields(self)))

    @property
    def is_empty(self) -> bool:
        """Whether nothing was understood."""
        return self == _NOTHING


_NOTHING = Says()


def role_of(text: str) -> str:
    """The role of a column by its head; "" for none.

    >>> role_of("全国地方公共団体 コード"), role_of("年齢（5歳階級）"), role_of("男")
    ('code', 'age', '')
    """
    return _ROLE_OF.get(plain(text).lower(), "")


def kind_of(text: str) -> str | None:
    """The kind of rate that a label names.

    >>> kind_of("将来の生残率"), kind_of("net_migration_residual"), kind_of("0～4歳性比"), kind_of("人口")
    ('survival', 'migration', 'sex_ratio', None)
    """
    ready = plain(text).lower()
    return next((kind for kind, pattern in _KINDS if pattern.search(ready)), None)


def variant_of(text: str) -> str | None:
    """Which births a national projection assumes.

    >>> variant_of("出生中位（死亡中位）"), variant_of("high"), variant_of("人口")
    ('medium', 'high', None)
    """
    ready = plain(text).lower()
    found = re.search(r"出生率?\(?(中位|高位|低位)|^(中位|高位|低位|medium|high|low)", ready)
    if found is None:
        return None
    word = found[1] or found[2]
    return {"中位": "medium", "高位": "high", "低位": "low"}.get(word, word)


def says(text: str) -> Says:
    """Everything that a head says.

    >>> says("0-4歳の男性").ages, says("young2050").year, says("総数").is_total, says("構成比（％）").is_passed
    (Ages(low=0, high=4), 2050, True, True)
    """
    ready = plain(text)
    if not ready or len(ready) > _LONGEST:
        return _NOTHING
    if kind := kind_of(ready):
        return Says(kind=kind, period=period_of(ready), year=year_of(ready), sex=_tail_sex(ready))
    if _PASSED.search(ready):
        return Says(is_passed=True)
    if (variant := variant_of(ready)) is not None:
        return Says(variant=variant)
    if both := ages_and_sex(ready):
        return Says(ages=both[0], sex=both[1])
    if (period := period_of(ready)) is not None:
        return Says(period=period)
    return _plain_label(ready)


def _plain_label(ready: str) -> Says:
    sex, ages = sex_of(ready), ages_of(ready)
    if sex == "T" or (ages is not None and ages.low == -1):
        return Says(is_total=True)
    if sex or ages:
        return Says(ages=ages, sex=sex)
    year = year_of(ready)
    if year is None:
        return _NOTHING
    rest = re.sub(r"(?:令和|平成|昭和)(?:元|\d+)年?|\(?(?:19|20|21)\d\d年?\)?|[()_の・]", "", ready)
    inner = _plain_label(rest) if rest and rest != ready else _NOTHING
    if not inner.is_empty:
        return Says(year=year).over(inner)
    return Says(year=year) if is_year_label(ready) else _NOTHING


def _tail_sex(ready: str) -> str | None:
    found = re.search(r"[(_・]?(男女計|男性?|女性?)\)?$", ready)
    return sex_of(found[1]) if found else None

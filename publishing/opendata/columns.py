"""The columns of the tables we give away, each with what it means: one source for tables and データ項目定義書.

The first three are those with which every table of 自治体標準オープンデータセット begins (全国地方公共団体コード, ID,
地方公共団体名); an ID is unique within its file and stays with its row from day to day.
"""

from dataclasses import dataclass

TEXT, INTEGER, DECIMAL, DAY, YES_NO = "文字列", "整数", "小数", "日付", "はい・いいえ"


@dataclass(frozen=True)
class Column:
    """A column: its name in the head row, what kind of value stands in it, what that means, and an example.

    ``is_required`` columns are never empty; ``width`` is that of the Excel column (paper/xlsx.py).
    """

    name: str
    form: str
    meaning: str
    example: str = ""
    is_required: bool = False
    width: float = 16


_CODE = Column(
    "全国地方公共団体コード", TEXT, "公表した団体の全国地方公共団体コード（検査数字を含む6桁）", "272035", True, 12
)  # fmt: skip
_NAME = Column("地方公共団体名", TEXT, "公表した団体の名称", "豊中市", True, 14)
_PLAN = Column("計画名", TEXT, "計画の題名", "第3期まち・ひと・しごと創生総合戦略", True, 30)
_UNIT = Column("単位", TEXT, "値の単位。計画に印刷されたとおり。印刷がなければ指標の単位", "人", False, 10)
_QUALITY = Column("値の種類", TEXT, "速報、確定、訂正のどれか", "確定", False, 10)
_COUNTING = Column(
    "値の数え方", TEXT, "「期間の初めからの累計」か「年度の途中まで」。空なら、その年度の値", "期間の初めからの累計"
)  # fmt: skip
_INDICATOR = Column(
    "指標の符号", TEXT, "指標に付けた符号（UUID）。計画や版が変わっても同じ", "0b9c…", True, 38
)  # fmt: skip

KPI = (
    _CODE,
    Column("ID", TEXT, "行の符号。目標の符号と年度をつないだもの", "5f0e…-2024", True, 42),
    _NAME,
    _PLAN,
    Column("基本目標", TEXT, "目標値の属する基本目標の番号と見出し。基本目標の外にあれば空", "第1章 子ども…", False, 30),
    Column("指標名", TEXT, "指標の名前。計画に印刷されたとおり", "出生数", True, 34),
    Column("対象", TEXT, "だれについての値か。計画に印刷されたとおり", "就学前児童の保護者", False, 20),
    _UNIT,
    Column("年度", INTEGER, "値と判定の年度（西暦、4月から翌年3月）。まだ値の公表がない指標では空", "2024", False, 8),
    Column("値", DECIMAL, "公表した実績値。桁区切りなし、負の値は半角の「-」", "3061", False, 14),
    _QUALITY,
    _COUNTING,
    Column("位置づけ", TEXT, "KGI、数値目標、KPI、補足指標の別", "重要業績評価指標（KPI）", True, 22),
    Column("項目", TEXT, "目標値が置かれた項目の番号と見出し", "第1章－1 妊娠・出産…", True, 30),
    Column("よい方向", TEXT, "「上がるほどよい」か「下がるほどよい」", "上がるほどよい", True, 14),
    Column("現状値", TEXT, "計画に印刷された現状値（基準値）", "3,012人（令和3年度）", False, 22),
    Column("目標値", TEXT, "計画に印刷された目標値", "3,200人（令和9年度）", False, 22),
    Column("目標の種類", TEXT, "目標値をどの種類と読んで判定したか。補足指標では空", "以上", False, 16),
    Column("目標の数値", DECIMAL, "目標値のうち数として読めたもの", "3200", False, 14),
    Column("目標年度", INTEGER, "目標値に達するべき年度（西暦）。記載がなければ計画の最後の年度", "2027", False, 8),
    Column("判定", TEXT, "その年度の判定の語。団体の判定区分による。空なら、判定しない年度", "順調", False, 14),
    Column("判定の符号", TEXT, "判定区分の中での符号", "on-track", False, 14),
    Column("達成", YES_NO, "目標に達したか。言えないときは空", "いいえ", False, 8),
    Column("達成率", DECIMAL, "（実績－基準）÷（目標－基準）。1が100％。負や1より大きい値もある", "0.75", False, 10),
    Column("めやす", DECIMAL, "その年度までに進んでいるはずの割合。1が100％", "0.6", False, 10),
    Column("進み具合", DECIMAL, "達成率÷めやす。1以上なら予定どおりか、それより早い", "1.25", False, 10),
    Column("目標との差", DECIMAL, "目標をどれだけ超えたか。足りなければ負", "12.5", False, 14),
    Column("差の単位", TEXT, "目標との差の単位。割合どうしの差は「ポイント」", "人", False, 10),
    Column("差の説明", TEXT, "目標との差を文にしたもの", "目標より12.5人多い", False, 22),
    Column("計算式", TEXT, "判定に使った式と数", "(3−12)÷(0−12)=75.0％", False, 44),
    Column("判定に使った値の年度", INTEGER, "判定に使った最新の値の年度（西暦）", "2024", False, 12),
    Column("注記", TEXT, "判定を読むときに知っておくべきこと。「、」でつなぐ", "速報値による", False, 30),
    Column("途中経過", YES_NO, "期間の途中での判定か", "はい", False, 10),
    Column("速報による判定", YES_NO, "速報値を使った判定か", "いいえ", False, 12),
    Column("判定区分", TEXT, "使った判定区分の名前", "標準（達成・順調…）", False, 26),
    Column("判定区分の番号", INTEGER, "団体の判定区分の番号。0はこのシステムの標準", "0", False, 12),
    Column("人による判定", TEXT, "人が付けて公表した判定の語。計算した判定と並べて読む", "順調", False, 14),
    Column("人による判定の理由", TEXT, "人が判定を付けた理由", "", False, 30),
    Column("出典", TEXT, "値の出典。計画に印刷されたとおり", "市民意識調査", False, 24),
    Column("目標の符号", TEXT, "目標値に付けた符号（UUID）。版を重ねても同じ", "5f0e…", True, 38),
    _INDICATOR,
)  # fmt: skip

VALUES = (
    _CODE,
    Column("ID", TEXT, "実績値の番号", "128", True, 10),
    _NAME,
    _PLAN,
    Column("指標名", TEXT, "指標の名前", "出生数", True, 34),
    Column("系列", TEXT, "比べる系列の名前（全国平均など）。この指標そのものなら空", "全国平均", False, 16),
    _UNIT,
    Column("年度", INTEGER, "値の年度（西暦、4月から翌年3月）", "2024", True, 8),
    Column("値", DECIMAL, "公表した実績値。桁区切りなし、負の値は半角の「-」", "3061", True, 14),
    Column("値の種類", TEXT, "速報、確定、訂正のどれか", "確定", True, 10),
    _COUNTING,
    Column("時点の種類", TEXT, "年度、年、時点、期間のどれか", "年度", True, 10),
    Column("初日", DAY, "値の対象となる期間の初日", "2024-04-01", True, 12),
    Column("末日", DAY, "値の対象となる期間の末日", "2025-03-31", True, 12),
    Column("段階", INTEGER, "選定してから実現する目標の段階。1か2。ふつうは1", "1", True, 8),
    Column("分子", DECIMAL, "割合の分子", "1530", False, 14),
    Column("分母", DECIMAL, "割合の分母", "2125", False, 14),
    Column("出典", TEXT, "値の出典", "住民基本台帳", False, 24),
    _INDICATOR,
)  # fmt: skip

TERMS = (
    _CODE,
    Column("ID", TEXT, "用語の番号", "1", True, 8),
    _NAME,
    _PLAN,
    Column("用語", TEXT, "計画で使う用語", "関係人口", True, 20),
    Column("よみ", TEXT, "用語のよみ", "かんけいじんこう", False, 20),
    Column("定義", TEXT, "用語の意味", "地域や地域の人々と多様に関わる人", True, 60),
)  # fmt: skip

POPULATION = (
    _CODE,
    Column("ID", TEXT, "行の符号。ケースの符号、年、性別、年齢をつないだもの", "5f0e…-2050-男性-0～4歳", True, 42),
    _NAME,
    Column("計画名", TEXT, "人口ビジョンの題名", "豊中市人口ビジョン", True, 30),
    Column("版番号", INTEGER, "人口ビジョンの版の番号", "2", True, 8),
    Column("ケース", TEXT, "推計のケースの名前", "パターン1", True, 24),
    Column("ケースの種類", TEXT, "推計のケースの種類", "パターン1（社人研推計準拠）", True, 30),
    Column("採用する見通し", YES_NO, "団体が採用した見通しか", "はい", True, 10),
    Column("年", INTEGER, "西暦。どの年も10月1日の人口", "2050", True, 8),
    Column("性別", TEXT, "男女計、男性、女性のどれか", "男性", True, 8),
    Column("年齢", TEXT, "総数、3区分と75歳以上（男女計だけ）、または5歳階級", "0～4歳", True, 12),
    Column("人口", DECIMAL, "人口。推計の値には小数がある", "1024.5", True, 14),
    Column("割合", DECIMAL, "総人口に占める割合（％）。3区分と75歳以上だけ", "13.7", False, 8),
    Column("区域", TEXT, "推計した区域。いくつかあれば「、」でつなぐ", "豊中市", False, 20),
    Column("注記", TEXT, "読むときに知っておくべきこと。見本の値なら、そう書く", "", False, 30),
)  # fmt: skip

DEFINITION = (
    Column("ファイル", TEXT, "", width=16),
    Column("項番", INTEGER, "", width=8),
    Column("項目名", TEXT, "", width=24),
    Column("説明", TEXT, "", width=60),
    Column("形式", TEXT, "", width=14),
    Column("必須", TEXT, "", width=8),
    Column("記入例", TEXT, "", width=30),
)
# What stands in the first column of the definition table, and in the names of datasets.
TABLES = {"KPIの一覧": KPI, "指標の値": VALUES, "人口ビジョンの人口": POPULATION, "用語の定義": TERMS}


def definition_rows(*names: str) -> list[list[str | int]]:
    """Rows of the データ項目定義書 of these tables (keys of TABLES), of all when none is named.

    >>> definition_rows("用語の定義")[1]
    ['用語の定義', 2, 'ID', '用語の番号', '文字列', '◎', '1']
    """
    return [
        [table, number, one.name, one.meaning, one.form, "◎" if one.is_required else "", one.example]
        for table in names or tuple(TABLES)
        for number, one in enumerate(TABLES[table], 1)
    ]

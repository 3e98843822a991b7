"""Where our print of a target or baseline differs from the document's: what it prints, what we print, and why."""

# Facts that stand elsewhere in the document than in the cell: in the KPI's name, or in another sentence.
IN_THE_NAME = {"T3-3": "1990年度比"}
OF_ANOTHER_SENTENCE = {"NV-5": "2022年12月現在"}

WIDTH = "％ is printed in one width"
BEFORE = "the deadline is printed before the figure"
BEHIND = "the time of a baseline is printed behind the figure"
UNTIL = "「に」 is printed as 「までに」: the deadline is the same"
BOUND = "a bare figure is a lower bound, so 以上 is not printed"
OBJECT = "whose number it is, is in the KPI's name"
INCREASE = "what is summed up is in the KPI's name (社会増加数, 出生数)"
REMARK = "a bracket beside the figure is not read, and flagged"
PERIOD = "a sum is printed with its years and its period"
ERA = "this plan prints eras"
WORDS = "verbs of purpose and the object of 構築 and 実施 are not kept"
NAME = "the reference year is printed with the figure, not only in the KPI's name"
TENS = "whole ten thousands are printed with 万"
MONTHS = "months are printed in full"
SUM = "that a sum is kept is said"

TARGETS = {
    "KGI-1": ("40万人以上", "40万人", BOUND),
    "KGI-2": ("13%以上", "13%", BOUND),
    "KGI-3": ("60%以上", "60%", BOUND),
    "T1-5": ("維持（令和5年度～令和9年度）", "維持（令和5年度～令和9年度の累計）", SUM),
    "T3-2": (
        "5年間で7,400人増加（令和5年度～令和9年度）",
        "5年間で7,400人（令和5年度～令和9年度）",
        INCREASE,
    ),
    "T4-3": (
        "5年間で7,400人増加（令和5年度～令和9年度）",
        "5年間で7,400人（令和5年度～令和9年度）",
        INCREASE,
    ),
    "T3-3": ("-38.3%", "-38.3%（1990年度比）", NAME),
    "TD-2": ("5年間で1,000人（R5年度～R9年度）", "5年間で1,000人（令和5年度～令和9年度）", ERA),
    "TD-3": ("35,000,000ポイント", "3,500万ポイント", TENS),
    "N-0/3": ("2030年度までに全ての地方公共団体", "2030年度までに全ての団体", OBJECT),
    "N1-2/1": ("年2％以上", "年2%以上", WIDTH),
    "N1-3/1": ("2025年までに担い手のほぼ全て", "2025年までにほぼ全て", OBJECT),
    "N1-4/1": ("90団体（2027年度まで）", "2027年度までに90団体", BEFORE),
    "N2-1/1": ("2027年度に均衡", "2027年度までに均衡", UNTIL),
    "N3-1/1": ("2025年に50％", "2025年までに50%", UNTIL + "; " + WIDTH),
    "N3-2/1": ("全国展開（1,741市区町村）を目指す", "全国展開（1,741市区町村）", WORDS),
    "N4-1/1": (
        "2025年度までに100％（小学校18,805校、中学校9,437校）",
        "2025年度までに100%",
        REMARK + "; " + WIDTH,
    ),
    "N4-3/1": ("2025年度に70％（約3万5千事業者）", "2025年度までに70%", REMARK + "; " + UNTIL + "; " + WIDTH),
    "NF1-1/1": ("95%（2023年度）", "2023年度までに95%", BEFORE),
    "NF1-1/2": ("97%（2025年度）", "2025年度までに97%", BEFORE),
    "NF1-1/3": ("99％（2030年度）", "2030年度までに99%", BEFORE + "; " + WIDTH),
    "NF1-2/1": ("2027年度までに99.9％達成", "2027年度までに99.9%", WORDS + "; " + WIDTH),
    "NF1-3/1": ("十数か所（5年程度）", "十数か所", "from when the five years run is not said; flagged"),
    "NF2-1/1": ("2022〜2026年度累計で230万人", "5年間で230万人（2022年度～2026年度）", PERIOD),
    "NV-1/1": ("100地域（2025年まで）", "2025年までに100地域", BEFORE),
    "NV-2/1": ("150地域（2027年度まで）", "2027年度までに150地域", BEFORE),
    "NV-4/2": ("100か所以上（2027年度まで）", "2027年度までに100か所", BOUND + "; " + BEFORE),
}
BASELINES = {
    "T1-5": (
        "5年間で17,117人増加（平成29年度～令和3年度）",
        "5年間で17,117人（平成29年度～令和3年度）",
        INCREASE,
    ),
    "T3-2": (
        "5年間で6,814人増加（平成29年度～令和3年度）",
        "5年間で6,814人（平成29年度～令和3年度）",
        INCREASE,
    ),
    "T4-3": (
        "5年間で6,814人増加（平成29年度～令和3年度）",
        "5年間で6,814人（平成29年度～令和3年度）",
        INCREASE,
    ),
    "TD-1": ("8,211人（2022年12月31日時点）", "8,211人（令和4年12月31日時点）", ERA),
    "TD-2": ("R5年度にサービスを構築", "令和5年度に構築", ERA + "; " + WORDS),
    "TD-3": ("令和5年度より通年実施", "令和5年度より実施", WORDS),
    "TD-5": ("5,165冊（R4.7～12）", "5,165冊（令和4年7月～12月）", ERA + "; " + MONTHS),
    "N1-1": ("2022年6月時点で144地域", "144地域（2022年6月時点）", BEHIND),
    "N1-2": ("2020年度は-1.2％", "-1.2%（2020年度）", BEHIND + "; " + WIDTH),
    "N1-3": ("2021年は48.6％", "48.6%（2021年）", BEHIND + "; " + WIDTH),
    "N2-1": ("2021年度は83,827人の転入超過", "83,827人（2021年度）", BEHIND + "; " + OBJECT),
    "N2-2": ("2022年8月時点で654団体", "654団体（2022年8月時点）", BEHIND),
    "N2-3": ("2016〜2021年度累計で1,028団体", "6年間で1,028団体（2016年度～2021年度）", PERIOD),
    "N2-4": ("2020年度で893団体", "893団体（2020年度）", BEHIND),
    "N3-1": ("2022年3月時点で33％", "33%（2022年3月時点）", BEHIND + "; " + WIDTH),
    "N4-1": (
        "2021年度は小学校で55.4%、中学校で53.6％",
        "小学校55.4%、中学校53.6%（2021年度）",
        BEHIND + "; " + WIDTH,
    ),
    "N4-3": ("2021年度は31％", "31%（2021年度）", BEHIND + "; " + WIDTH),
    "N4-4": ("2021年度は約60都市", "約60都市（2021年度）", BEHIND),
    "N4-5": ("2022年11月時点で162団体", "162団体（2022年11月時点）", BEHIND),
    "NF1-1": ("2020年度末で30％", "30%（2020年度末）", BEHIND + "; " + WIDTH),
    "NF1-2": ("2020年度末で99.3％", "99.3%（2020年度末）", BEHIND + "; " + WIDTH),
    "NF3-1": ("2022年度に2万人強でスタート", "2万人強（2022年度）", BEHIND + "; " + WORDS),
    "NV-3": (
        "2022年12月時点で全国29道府県66市町村の46地域",
        "46地域（2022年12月時点）",
        BEHIND + "; " + REMARK,
    ),
    "NV-5": (
        "2022年12月現在154都市（155自治体）",
        "154都市（2022年12月時点）",
        BEHIND + "; " + REMARK,
    ),
}

"""What the API says about the shapes of its answers: the source of the OpenAPI document, with a sentence for each field.

Nothing but these fields is ever sent (``extra="forbid"``, proved by a test). A field may be added within version 1;
one that is taken away or means something else needs a version 2 (docs/decisions/0014-open-data.md).
"""

from typing import Any

from ninja import Field, Schema


class Shape(Schema):
    """A shape that says all it holds."""

    model_config = {"extra": "forbid"}


def says(meaning: str, **more: Any) -> Any:
    """A field with its meaning, and an example where it helps."""
    return Field(description=meaning, **more)


class Problem(Shape):
    """なぜ答えられないか"""

    detail: str = says("日本語の文", examples=["公表されている計画は見つかりません。"])


class Page(Shape):
    count: int = says("全部の件数")
    next: str | None = says("次のページのアドレス。なければ null")
    previous: str | None = says("前のページのアドレス。なければ null")


class Root(Shape):
    """APIの入口"""

    name: str
    version: str
    openapi: str = says("OpenAPI文書のアドレス")
    governments: str = says("団体の一覧のアドレス")


class Government(Shape):
    """団体"""

    code: str = says("全国地方公共団体コード（検査数字を含む6桁）", examples=["272035"])
    slug: str = says("アドレスの名前", examples=["toyonaka"])
    name: str = says("名称", examples=["豊中市"])
    kind: str = says(
        "NATION 国、PREFECTURE 都道府県、MUNICIPALITY 市区町村、UNION 組合・広域連合、OTHER その他"
    )
    prefecture: str = says("都道府県名。国は空")
    page: str = says("計画の一覧のページ")
    data_page: str = says("データの一覧のページ")


class GovernmentPage(Page):
    results: list[Government]


class Files(Shape):
    """版のファイル"""

    pdf: str
    docx: str
    json_: str = Field(alias="json")


class Edition(Shape):
    """版"""

    number: int = says("版番号")
    title: str = says("題名")
    short_title: str = says("略称。なければ空")
    stage: str = says("POLICY 方針、OUTLINE 骨子、DRAFT 素案、PROPOSAL 案、ADOPTED 成案")
    stage_name: str = says("段階の、団体自身の呼び名", examples=["行政素案"])
    state: str = says("in_force 現行、upcoming 策定済（これから効力をもつ）、draft 案の段階、past 過去の版")
    is_correction: bool = says("正誤訂正か")
    term: int | None = says("第何期か")
    revision: int = says("改訂の回数")
    first_fiscal_year: int = says("計画期間の最初の年度（西暦）", examples=[2023])
    last_fiscal_year: int = says("計画期間の最後の年度（西暦）", examples=[2027])
    adopted_on: str | None = says("策定日（ISO 8601）")
    effective_from: str | None = says("効力の始まる日（ISO 8601）")
    published_at: str = says("公表日時（ISO 8601）")
    content_hash: str = says("照合値。JSONファイルのSHA-256")
    page: str = says("版のページ")
    files: Files


class EditionPage(Page):
    results: list[Edition]


class Plan(Shape):
    """計画"""

    slug: str = says("アドレスの名前", examples=["digital-strategy"])
    kind: str = says("STRATEGY 総合戦略、COMPREHENSIVE 総合計画、SECTOR 個別計画、REFERENCE 参照")
    kind_name: str
    title: str = says("いま示している版の題名")
    shown: int = says("計画のページが示している版の番号（現行の版、なければ最新の版）")
    in_force: int | None = says("現行の版の番号。なければ null")
    upcoming: int | None = says("策定済で、これから効力をもつ版の番号。なければ null")
    editions: list[int] = says("公表している版の番号")
    page: str = says("計画のページ")


class PlanPage(Page):
    results: list[Plan]


class Place(Shape):
    """項目を指すのに足りるだけの項目"""

    lineage: str = says("項目の符号（UUID）。版を重ねても同じ")
    number: str = says("印刷される番号", examples=["第1章－1"])
    title: str = says("見出し")


class Alignment(Shape):
    """ほかの計画との対応"""

    verb: str = says("勘案、踏まえる、反映、整合、準拠、参考")
    note: str
    page: int | None = says("相手の計画のページ")
    government: str
    plan: str = says("相手の計画のアドレスの名前")
    edition: int = says("相手の版の番号")
    lineage: str
    number: str
    title: str


class Quotation(Shape):
    """引用した文書"""

    title: str
    source: str = says("つくった団体と年")
    url: str = says("アドレス。なければ空")
    page: str = says("引用した箇所。なければ空")


class Linked(Shape):
    """地域ビジョンとつながる項目"""

    lineage: str = says("項目の符号（UUID）。版を重ねても同じ")
    kind: str = says("GOAL 基本目標、PILLAR 柱、MEASURE 具体的施策など")
    number: str = says("印刷される番号", examples=["第1章"])
    title: str = says("見出し")


class RegionalVision(Shape):
    """地域ビジョン（目指すべき理想像）"""

    keyword: str = says("合言葉")
    purpose: str = says("目的。なければ空")
    model_types: list[str] = says("国の5つのモデル地域ビジョンのうち、参考にしたもの")
    priority_fields: list[str] = says("国の10の重要施策分野のうち、力を入れるもの")
    quotation: Quotation | None = says("ほかの文書から引用したとき。なければ null")
    links: list[Linked] = says("地域ビジョンを実現する目標、柱、施策")


class Item(Shape):
    """項目"""

    lineage: str = says("項目の符号（UUID）。版を重ねても同じ")
    parent: str | None = says("上の項目の符号。いちばん上なら null")
    depth: int = says("深さ。いちばん上が1")
    kind: str = says(
        "TEXT 文、PILLAR 柱、FOUNDATION 基盤、GOAL 基本目標、DIRECTION 基本的方向、MEASURE 具体的施策、INITIATIVE 事業"
    )
    level: str = says("階層の、団体自身の呼び名", examples=["章"])
    number: str = says("印刷される番号", examples=["第1章－1"])
    title: str = says("見出し")
    body: str = says("本文（HTML。段落、見出し、箇条書き、表だけ）")
    department: str | None = says("担当課")
    marks: list[str] = says("●印など")
    predecessors: list[str] = says("統合・分割の前の項目の符号")
    relisted: list[str] = says("ここに再掲されている項目の符号")
    targets: list[str] = says("この項目の目標値の符号")
    relisted_targets: list[str] = says("ここに再掲されている目標値の符号")
    alignments: list[Alignment]
    regional_vision: RegionalVision | None = says("地域ビジョンを書いた項目なら、その欄。なければ null")
    page: str = says("項目のある場所")


class ItemPage(Page):
    results: list[Item]


class Baseline(Shape):
    """現状値（基準値）"""

    text: str = says("計画に印刷されたとおり", examples=["3,012人（令和3年度）"])
    note: str
    data: dict[str, Any] = says("数として読んだもの（kind、value、unit、at など。数は文字列）")


class Aim(Shape):
    """目標値"""

    text: str = says("計画に印刷されたとおり。補足指標では空", examples=["3,200人（令和9年度）"])
    other_wording: str = says("計画の別の箇所での表記")
    kind_name: str = says("目標の種類", examples=["以上"])
    data: dict[str, Any] = says("数として読んだもの（kind、value、unit、by、milestones など。数は文字列）")


class Target(Shape):
    """目標値のある指標"""

    lineage: str = says("目標値の符号（UUID）。版を重ねても同じ")
    indicator: str = says("指標の符号（UUID）")
    role: str = says("KGI、NUMERIC 数値目標、KPI、SUPPLEMENTARY 補足指標")
    role_name: str
    name: str = says("指標名")
    audience: str = says("対象")
    unit: str
    better: str = says("UP 上がるほどよい、DOWN 下がるほどよい")
    source: str = says("出典")
    is_survey: bool = says("調査による指標（※）か")
    baseline: Baseline
    target: Aim
    rationale: str = says("目標値の設定根拠")
    reference_path: list[dict[str, Any]] = says("参考とする見通し")
    reference_source: str
    serves: list[str] = says("関連する項目の符号")
    item: Place = says("目標値が置かれた項目")
    goal: Place | None = says("基本目標")


class TargetPage(Page):
    results: list[Target]


class Break(Shape):
    """定義の変更"""

    fiscal_year: int = says("この年度から、値の定義が変わった")
    note: str


class Round(Shape):
    """調査の回"""

    fiscal_year: int
    held: str = says("実施時期")
    sent: int | None = says("配布数")
    valid: int | None = says("有効回収数")


class Reference(Shape):
    """比べる系列"""

    name: str = says("名前", examples=["全国平均"])
    source: str


class Indicator(Shape):
    """指標"""

    key: str = says("指標の符号（UUID）。計画や版が変わっても同じ")
    name: str
    unit: str
    better: str = says("UP 上がるほどよい、DOWN 下がるほどよい")
    effect: str = says("OUTCOME 成果、OUTPUT 活動")
    effect_name: str
    department: str = says("担当課")
    definition: str = says("何を表すか")
    formula: str = says("計算式")
    source: str = says("出典")
    survey: str = says("調査の名前")
    frequency: str = says("YEARLY 毎年、BIENNIAL 隔年、FIVE_YEARLY 5年ごと、IRREGULAR 不定期")
    frequency_name: str
    breaks: list[Break]
    rounds: list[Round]
    references: list[Reference]


class IndicatorPage(Page):
    results: list[Indicator]


class Period(Shape):
    """値の時点"""

    kind: str = says("FISCAL_YEAR 年度、YEAR 年、DAY 時点、SPAN 期間")
    kind_name: str
    starts_on: str = says("初日（ISO 8601）")
    ends_on: str = says("末日（ISO 8601）")


class Measurement(Shape):
    """公表した実績値"""

    measurement: int = says("実績値の番号")
    indicator: str = says("指標の符号（UUID）")
    series: str | None = says("比べる系列の名前。この指標そのものなら null")
    unit: str
    fiscal_year: int = says("年度（西暦、4月から翌年3月）")
    value: str = says("値。小数の桁は公表したとおり", examples=["72.0"])
    quality: str = says("PROVISIONAL 速報、FINAL 確定、CORRECTED 訂正")
    quality_name: str
    is_running_total: bool = says("期間の初めからの累計か")
    is_partial: bool = says("年度の途中までの値か")
    stage: int = says("選定してから実現する目標の段階。ふつうは1")
    numerator: str | None = says("分子")
    denominator: str | None = says("分母")
    period: Period


class MeasurementPage(Page):
    results: list[Measurement]


class Status(Shape):
    """判定の区分"""

    key: str = says("判定区分の中での符号", examples=["on-track"])
    sign: str = says("印", examples=["○"])
    word: str = says("語", examples=["順調"])
    tone: str = says("achieved、on-track、slightly-late、late、below、unknown")


class Scheme(Shape):
    """判定区分"""

    key: str
    number: int = says("団体の判定区分の番号。0はこのシステムの標準")
    name: str


class ByHand(Shape):
    """人が付けて公表した判定"""

    key: str
    sign: str
    word: str
    reason: str


class Judgement(Shape):
    """ある年度の判定"""

    target: str = says("目標値の符号（UUID）")
    indicator: str = says("指標の符号（UUID）")
    name: str
    audience: str
    fiscal_year: int = says("判定した年度")
    status: Status
    is_achieved: bool | None = says("目標に達したか。言えないときは null")
    value: str | None = says("判定に使った値（年度の値、累計、平均）")
    value_fiscal_year: int | None = says("使った最新の値の年度")
    achievement: str | None = says("達成率。1が100％。負や1より大きい値もある", examples=["0.75"])
    expected: str | None = says("めやす。その年度までに進んでいるはずの割合", examples=["0.6"])
    pace: str | None = says("進み具合（達成率÷めやす）", examples=["1.25"])
    gap: str | None = says("目標をどれだけ超えたか。足りなければ負")
    gap_unit: str
    gap_text: str = says("目標との差を文にしたもの", examples=["目標まで3人"])
    formula: str = says("判定に使った式と数")
    reasons: list[str] = says("判定を読むときに知っておくべきことの符号", examples=[["provisional"]])
    notes: list[str] = says("同じことを語で", examples=[["速報値による"]])
    is_interim: bool = says("期間の途中での判定か")
    is_provisional: bool = says("速報値を使った判定か")
    scheme: Scheme
    by_hand: ByHand | None = says("人が付けて公表した判定。計算した判定と並べて読む")


class JudgementPage(Page):
    results: list[Judgement]

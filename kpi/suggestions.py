"""Examples of KPIs for those who add one, as the nation's guide prints them by field (手引き 令和4年12月版).

地方版総合戦略の策定・効果検証のための手引き lists names only; baseline and target are each government's own.
"""

from collections.abc import Iterable

WORK, FLOW, CHILDREN, APPEAL = (
    "地方に仕事をつくる",
    "人の流れをつくる",
    "結婚・出産・子育ての希望をかなえる",
    "魅力的な地域をつくる",
)
BASE, PEOPLE, NOBODY = "デジタル基盤整備", "デジタル人材の育成・確保", "誰一人取り残されないための取組"

EXAMPLES: dict[str, tuple[str, ...]] = {
    WORK: (
        "キャッシュレス対応事業者数",
        "ICTを導入した養殖業経営体数",
        "地域内企業のIoT導入率",
        "スマート農業導入経営体数",
    ),
    FLOW: (
        "サテライトオフィス利用者数",
        "ワーケーションに対応した宿泊施設数",
        "地域内企業のテレワーク実施率",
        "オンライン関係人口数",
    ),
    CHILDREN: (
        "母子手帳アプリ登録者数",
        "子育て支援サービスのICT導入数",
        "子育て世帯におけるオンライン手続利用率",
    ),
    APPEAL: (
        "オンライン診療導入医療機関数",
        "MaaS等を活用した地域公共交通導入数",
        "災害対策にかかるIoT技術等の導入件数",
    ),
    BASE: ("光ファイバ敷設率", "マイナンバーカードを活用したサービス件数"),
    PEOPLE: (
        "職業訓練においてデジタル技術を学んだ人数",
        "中小企業におけるIoT技術者の養成者数",
        "地方公共団体におけるデジタル人材育成人数",
    ),
    NOBODY: ("高齢者のスマートフォン普及率", "地域ICTクラブの活動数"),
}
# Words of a pillar or goal by which its field is known; a pillar may belong to several.
WORDS: dict[str, tuple[str, ...]] = {
    WORK: ("仕事", "しごと", "産業", "雇用", "稼ぐ", "経済", "活力"),
    FLOW: ("人の流れ", "ひとの流れ", "移住", "定住", "関係人口", "交流"),
    CHILDREN: ("子ども", "こども", "子育て", "結婚", "出産", "教育", "若者"),
    APPEAL: ("魅力", "安全", "安心", "住環境", "暮らし", "くらし", "まちづくり", "地域をつくる"),
    BASE: ("デジタル基盤", "インフラ", "デジタル"),
    PEOPLE: ("デジタル人材", "人材"),
    NOBODY: ("誰一人", "取り残"),
}


def suggestions(titles: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Examples by field for what an item is aligned with (titles of pillars and goals); all fields where none fits.

    >>> list(suggestions(["子育て環境の充実"])), len(suggestions([])), len(suggestions(["総務"]))
    (['結婚・出産・子育ての希望をかなえる'], 7, 7)
    """
    text = "\n".join(titles)
    fitting = {
        field: EXAMPLES[field] for field, words in WORDS.items() if any(word in text for word in words)
    }
    return fitting or dict(EXAMPLES)

"""The details of an event in the office's words: names of fields, values, and what is left out."""

from collections.abc import Mapping
from typing import Any

from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime

from accounts.models import Membership

# What a detail is called. A verb that records a new one adds its word here; a test compares both.
WORDS = {
    "adopted_on": "策定日",
    "answer": "答え",
    "area": "区域",
    "as_deputy": "副担当の件数",
    "assumptions": "仮定値",
    "at": "日時",
    "body_kind": "会議体の種類",
    "by_post": "郵送などで送る人数",
    "called": "名前",
    "called_on": "通知日",
    "caption": "説明",
    "change": "変えたこと",
    "changed": "書き直した数",
    "changes": "変えたこと",
    "closes_at": "締切",
    "compared": "くらべた版",
    "content_hash": "照合値",
    "contractor": "委託事業者",
    "count": "件数",
    "counts": "件数",
    "day": "改める日",
    "department": "所管課",
    "departments": "課",
    "disposition": "区分",
    "division": "部",
    "document_number": "文書番号",
    "due_on": "新しい期限",
    "effective_from": "効力の始まる日",
    "fields": "変えた欄",
    "figures": "公表した値の数",
    "file": "ファイル",
    "filter": "しぼり込み",
    "first_day": "開始日",
    "first_fiscal_year": "最初の年度",
    "fiscal_year": "年度",
    "form": "開き方",
    "government": "団体",
    "has_text": "訂正の文がある",
    "head": "末尾の照合値",
    "in_charge": "担当の件数",
    "in_favour": "賛成と決めた",
    "indicator": "指標",
    "is_active": "利用できる",
    "issue": "確定の回",
    "item_number": "案件番号",
    "items": "項目の数",
    "joined": "つないだ組の数",
    "kind": "形式",
    "label": "資料番号",
    "last_day": "終了日",
    "last_fiscal_year": "最後の年度",
    "login_name": "ログイン名",
    "lost": "戻せなかったもの",
    "manner": "採決の方法",
    "measure": "写した値",
    "meetings": "会議",
    "member": "委員の番号",
    "minimum": "最小限の公表",
    "mode": "策定の形",
    "moved": "ほかに移したもの",
    "name": "名前",
    "number": "版番号",
    "old": "もとの課",
    "old_sha256": "前の照合値",
    "opinions": "意見の数",
    "outcome": "扱い",
    "pages": "ページ数",
    "paper_number": "資料番号",
    "parted": "はずした組の数",
    "people": "人数",
    "period_reason": "計画期間の理由",
    "person": "操作した人",
    "placement": "扱い",
    "plans": "計画の数",
    "points": "見直しのポイント",
    "preset": "ひな形",
    "printed": "紙のパスワード",
    "proposals": "申し送りの数",
    "reason": "理由",
    "relisted": "再掲の数",
    "review_step": "評価の段階",
    "revision_stage": "改訂段階",
    "role": "役割",
    "round": "審議の回",
    "rows": "行数",
    "rules": "変えた決まり",
    "scenario_name": "ケース",
    "scenarios": "ケースの数",
    "seat": "役",
    "sha256": "照合値（SHA-256）",
    "short_title": "略称",
    "since": "この日から",
    "slug": "アドレスの名前",
    "source": "だれの意見か",
    "stage": "段階",
    "stage_word": "段階の呼び名",
    "state": "反映の状況",
    "steps": "手順",
    "successor": "引き継いだ人",
    "successors": "後継の課",
    "table": "表の種類",
    "tables": "反映した表",
    "targets": "指標の数",
    "terms": "全体の名称変更",
    "title": "題名",
    "until": "この日まで",
    "value": "値",
    "verb": "操作",
    "version_number": "版番号",
    "vision": "人口ビジョンの版番号",
    "waiting": "回答していない課の数",
    "way": "出し方",
    "what": "送ったもの",
    "word": "結果",
    "words": "ことば",
    "years": "年",
}
# Numbers and keys that only the machine reads; the names beside them say what a person wants to know.
TECHNICAL = {
    "against", "based_on", "by", "edition", "index", "key", "level", "lineage", "lineages", "merged", "new", "of", "over",
    "parent", "parts", "revision", "row", "step", "to", "under", "user", "version", "was_public"
}  # fmt: skip
CODES = {str(value): str(label) for value, label in Membership.Role.choices}


def details_of(detail: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    """Name and value of each detail that says something to a person.

    >>> details_of({"role": "VIEWER", "user": 7})
    (('役割', '庁内閲覧'),)
    >>> details_of({"changes": {"role": ["VIEWER", "PLANNER"], "last_day": [None, "2027-03-31"]}})
    (('役割', '庁内閲覧→企画担当'), ('終了日', 'なし→2027年3月31日'))
    """
    shown: list[tuple[str, str]] = []
    for name, value in detail.items():
        if name == "changes" and isinstance(value, Mapping):
            shown += [(WORDS.get(field, field), _changed(change)) for field, change in value.items()]
        elif name not in TECHNICAL and value != []:
            shown.append((WORDS.get(name, name), _word(value)))
    return tuple(shown)


def _changed(change: Any) -> str:
    if isinstance(change, list) and len(change) == 2:
        return f"{_word(change[0])}→{_word(change[1])}"
    return _word(change)


def _word(value: Any) -> str:
    if value is None or value == "":
        return "なし"
    if isinstance(value, bool):
        return "はい" if value else "いいえ"
    if isinstance(value, Mapping):
        return (
            "、".join(f"{WORDS.get(name, name)}「{_word(inner)}」" for name, inner in value.items()) or "なし"
        )
    if isinstance(value, list):
        return "、".join(
            WORDS.get(inner, _word(inner)) if isinstance(inner, str) else _word(inner) for inner in value
        )
    return _dated(CODES.get(value, value)) if isinstance(value, str) else str(value)


def _dated(text: str) -> str:
    """A stored day or instant as people write it; any other text as it is."""
    try:
        if day := parse_date(text):
            return f"{day.year}年{day.month}月{day.day}日"
        if instant := parse_datetime(text):
            local = timezone.localtime(instant) if timezone.is_aware(instant) else instant
            return f"{local.year}年{local.month}月{local.day}日 {local.hour}:{local:%M}"
    except ValueError:  # well formed, and no day of any calendar
        pass
    return text

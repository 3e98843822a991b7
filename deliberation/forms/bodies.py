"""Forms of bodies, of the rules by which they decide, and of members."""

import re
from fractions import Fraction
from typing import Any

from django import forms

from accounts.forms.deleting import OLD_PAGE
from accounts.forms.fields import long_field, text_field
from accounts.forms.office import Day
from accounts.models import Government, User
from deliberation.bodies import FIELDS, add_body, save_body, save_bylaws
from deliberation.bylaws import (
    ARRIVALS,
    BASES,
    BLANKS,
    CONFLICTS,
    TIES,
    Arrival,
    Base,
    Blank,
    Bylaws,
    Conflict,
    Tie,
    from_data,
    share_words,
)
from deliberation.members import FIELDS as SEAT
from deliberation.members import add_member, end_member, save_member
from deliberation.models import Body, Member
from kpi.forms.said import SaidForm

SHARES = tuple(
    (Fraction(share), is_over)
    for share, is_over in (("1/2", True), ("1/2", False), ("3/5", False), ("2/3", False))
)
YES_NO = (("yes", "はい"), ("no", "いいえ"))
LONGEST_RULE = 1000
MOST_DAYS = 30


class BodyForm(SaidForm):
    """What a body is called and where to write to it."""

    kind = forms.ChoiceField(label="種類", choices=Body.Kind.choices)
    name = text_field("名称", 100, "例：総合戦略委員会", required=True)
    short_name = text_field("略称", 40, "会議の名前や一覧に使います。空なら名称を使います。")
    basis = text_field("設置の根拠", 200, "例：豊中市〇〇委員会条例、〇〇会議設置要綱")
    addressee = text_field("宛先", 60, "表決書などの宛名です。例：豊中市長")
    contact = long_field(
        "事務局の連絡先", 1000, "課の名前、電話、ファクス、メール、受付時間。通知と委員の画面に出ます。"
    )
    first_day = Day(label="設置日", required=False)
    last_day = Day(label="廃止日", required=False)
    written = tuple(FIELDS)

    def __init__(self, *args: Any, government: Government, body: Body | None = None, **options: Any):
        super().__init__(*args, row=body, auto_id="body_%s", **options)
        self.government = government

    def save(self, *, actor: User) -> Body:
        """Keep the body, or raise ``ValidationError``."""
        if self.row is None:
            return add_body(actor=actor, government=self.government, **self.facts)
        return save_body(actor=actor, body=self.row, seen=self.cleaned_data["seen"], **self.facts)


# Name, label, choices (None: yes or no), hint. In the order of a meeting.
RULES: tuple[tuple[str, str, Any, str], ...] = (
    (
        "needs_consent",
        "書面で開くことへの同意を先に求める",
        None,
        "求めるときは、同意の締切を会議ごとに決めます。",
    ),
    (
        "quorum",
        "定足数",
        "share_or_none",
        "在任の委員に対する割合です。書面では、表決書の提出を出席とみなします。",
    ),
    ("majority", "可決に要る賛成", "share", ""),
    ("base", "何に対する割合か", tuple((key.value, word) for key, word in BASES.items()), ""),
    ("tie", "可否同数のとき", tuple((key.value, word) for key, word in TIES.items()), ""),
    ("chair_votes", "会長も表決に加わる", None, "「いいえ」のとき、会長は可否同数のときだけ決めます。"),
    ("blank", "無記入・両方に印の表決書", tuple((key.value, word) for key, word in BLANKS.items()), ""),
    ("may_change", "締切までは出し直せる", None, "前の表決も記録に残ります。"),
    ("names_are_published", "委員の名前を表決とともに公表する", None, ""),
    ("arrival", "紙の表決書の締切", tuple((key.value, word) for key, word in ARRIVALS.items()), ""),
    ("unsigned_counts", "署名のない紙の表決書も数える", None, ""),
    (
        "conflict",
        "画面と紙の両方が届いたとき",
        tuple((key.value, word) for key, word in CONFLICTS.items()),
        "",
    ),
)
OF_INTERNAL = ("quorum",)
_KINDS = {"base": Base, "tie": Tie, "blank": Blank, "arrival": Arrival, "conflict": Conflict}


def rules_of(body: Body) -> tuple[tuple[str, str, Any, str], ...]:
    """The rules that a body of this kind has: 庁内の会議 decide by 「異議なし」 and count nothing."""
    return tuple(rule for rule in RULES if body.kind != Body.Kind.INTERNAL or rule[0] in OF_INTERNAL)


class BylawsForm(SaidForm):
    """Each rule as a setting, with the text of the bylaw behind it."""

    paper_days = forms.IntegerField(
        label="締切のあと、間に合った紙の表決書を入れる日数",
        min_value=0,
        max_value=14,
        required=False,
        help_text="郵便の届く日数です。この日数が過ぎてから締め切り、数えます。",
        widget=forms.NumberInput(attrs={"class": "input input-short"}),
        error_messages={"invalid": "0から14までの数で入れてください。"},
    )
    reminds_before = text_field(
        "答えていない委員に督促する日",
        40,
        "締切の何日前かを、読点で区切って入れます。例：3、1　空なら自動では督促しません。",
    )

    def __init__(self, *args: Any, body: Body, **options: Any):
        bylaws = from_data(body.bylaws)
        rules = rules_of(body)
        first = {
            "paper_days": bylaws.paper_days,
            "reminds_before": "、".join(map(str, bylaws.reminds_before)),
        }
        for name, *_ in rules:
            first[name] = _shown(name, bylaws)
            first[f"text_{name}"] = bylaws.texts.get(name, "")
        super().__init__(*args, row=None, first=first, auto_id="rule_%s", **options)
        self.initial["seen"] = body.version
        self.body, self.rules = body, rules
        for name, label, choices, hint in rules:
            self.fields[name] = forms.ChoiceField(
                label=label,
                choices=_choices(choices),
                help_text=hint,
                widget=forms.Select(attrs={"class": "select"}),
                error_messages={
                    "required": f"{label}を選んでください。",
                    "invalid_choice": f"{label}は、一覧から選んでください。",
                },
            )
            self.fields[f"text_{name}"] = forms.CharField(
                label=f"「{label}」の規定の文",
                max_length=LONGEST_RULE,
                required=False,
                widget=forms.Textarea(attrs={"class": "textarea rule-text", "rows": 2}),
                error_messages={"max_length": f"規定の文は{LONGEST_RULE}字までです。"},
            )
        if body.kind == Body.Kind.INTERNAL:
            del self.fields["paper_days"], self.fields["reminds_before"]
        self.fields["seen"].error_messages["required"] = OLD_PAGE

    def clean_reminds_before(self) -> tuple[int, ...]:
        """The days, the farthest first."""
        parts = [part for part in re.split(r"[、，,・\s]+", self.cleaned_data["reminds_before"]) if part]
        if not all(part.isdecimal() and int(part) <= MOST_DAYS for part in parts):
            raise forms.ValidationError(
                f"「3、1」のように、0から{MOST_DAYS}までの数を読点で区切って入れてください。"
            )
        return tuple(sorted({int(part) for part in parts}, reverse=True))

    @property
    def pairs_of_fields(self) -> list[tuple[Any, Any]]:
        """Each setting with the box of its text."""
        return [(self[name], self[f"text_{name}"]) for name, *_ in self.rules]

    @property
    def bylaws(self) -> Bylaws:
        """The rules as they were chosen; those that this kind of body does not have stay."""
        data = self.cleaned_data
        given: dict[str, Any] = {
            "texts": {n: data[f"text_{n}"].strip() for n, *_ in self.rules if data[f"text_{n}"].strip()}
        }
        for name, _, choices, _ in self.rules:
            given |= _read(name, choices, data[name])
        if "paper_days" in self.fields:
            given["paper_days"] = data["paper_days"] or 0
            given["reminds_before"] = data["reminds_before"]
        stored = from_data(self.body.bylaws)
        return Bylaws(
            **{name: given.get(name, getattr(stored, name)) for name in Bylaws.__dataclass_fields__}
        )

    def save(self, *, actor: User) -> Body:
        """Keep the rules, or raise ``ValidationError``."""
        return save_bylaws(actor=actor, body=self.body, seen=self.cleaned_data["seen"], bylaws=self.bylaws)

    def pairs(self, current: Body) -> list[tuple[str, str, str]]:
        """Each rule as it stands now, and as it was chosen."""
        theirs, mine = from_data(current.bylaws), self.bylaws
        found = []
        for name, label, *_ in self.rules:
            word = dict(self.fields[name].choices)
            found.append((label, word.get(_shown(name, theirs), ""), word.get(_shown(name, mine), "")))
            found.append((f"「{label}」の規定の文", theirs.texts.get(name, ""), mine.texts.get(name, "")))
        for name in ("paper_days", "reminds_before"):
            if name in self.fields:
                found.append((str(self.fields[name].label), _days(theirs, name), _days(mine, name)))
        return found


def _days(bylaws: Bylaws, name: str) -> str:
    value = getattr(bylaws, name)
    return "、".join(map(str, value)) if isinstance(value, tuple) else str(value)


def _choices(choices: Any) -> Any:
    if choices is None:
        return YES_NO
    if choices in ("share", "share_or_none"):
        shares = [
            (f"{share}{'>' if is_over else ''}", share_words(share, is_over)) for share, is_over in SHARES
        ]
        return [*shares, ("none", "定めない")] if choices == "share_or_none" else shares
    return choices


def _shown(name: str, bylaws: Bylaws) -> str:
    value = getattr(bylaws, name)
    if name in ("quorum", "majority"):
        is_over = getattr(bylaws, f"{name}_is_over")
        return "none" if value is None else f"{value}{'>' if is_over else ''}"
    return ("yes" if value else "no") if isinstance(value, bool) else value.value


def _read(name: str, choices: Any, chosen: str) -> dict[str, Any]:
    if choices is None:
        return {name: chosen == "yes"}
    if choices in ("share", "share_or_none"):
        if chosen == "none":
            return {name: None}
        return {name: Fraction(chosen.removesuffix(">")), f"{name}_is_over": chosen.endswith(">")}
    return {name: _KINDS[name](chosen)}


class MemberForm(SaidForm):
    """A seat: who, for which sector, how long."""

    name = text_field("氏名", 60, required=True)
    post = text_field("所属・役職", 120, "例：豊中商工会議所　専務理事")
    office = forms.ChoiceField(label="役", choices=Member.Office.choices)
    sector = forms.ChoiceField(
        label="分野", choices=[("", "（決めていません）"), *Member.Sector.choices], required=False
    )
    is_digital_expert = forms.BooleanField(label="デジタルに詳しい", required=False)
    is_young = forms.BooleanField(label="若者", required=False)
    is_from_outside = forms.BooleanField(label="域外の人", required=False)
    mail = forms.EmailField(
        label="メールアドレス",
        required=False,
        help_text="招待と通知の宛先です。ない委員には、紙の符号と郵便で知らせます。",
        error_messages={"invalid": "メールアドレスは「chiba@example.jp」のように入れてください。"},
    )
    postal = long_field("送り先の住所", 300, "郵便番号から。紙の資料や表決書を送るときに使います。", rows=2)
    first_day = Day(label="任期の始まり", required=False)
    last_day = Day(label="任期の終わり", required=False)
    written = tuple(name for name in SEAT if name != "position")

    def __init__(self, *args: Any, body: Body, member: Member | None = None, **options: Any):
        super().__init__(*args, row=member, auto_id="member_%s", **options)
        self.body = body

    @property
    def marks(self) -> list[Any]:
        """The boxes to tick."""
        return [self[name] for name in ("is_digital_expert", "is_young", "is_from_outside")]

    def save(self, *, actor: User) -> Member:
        """Keep the seat, or raise ``ValidationError``."""
        if self.row is None:
            return add_member(actor=actor, body=self.body, **self.facts)
        return save_member(actor=actor, member=self.row, seen=self.cleaned_data["seen"], **self.facts)


class EndForm(SaidForm):
    """The last day of a member's term."""

    last_day = Day(label="任期の終わりの日")
    written = ("last_day",)

    def __init__(self, *args: Any, member: Member, **options: Any):
        super().__init__(*args, row=member, auto_id="end_%s", **options)

    def save(self, *, actor: User) -> Member:
        """End the term, or raise ``ValidationError``."""
        return end_member(actor=actor, member=self.row, **self.cleaned_data)

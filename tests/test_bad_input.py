"""Bad input of every kind: the whole sentence a person reads, and that nothing was changed."""

import dataclasses
import datetime
from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.http import Http404

from accounts.audit import VERBS
from accounts.models import Government, User
from publishing import checks
from publishing.rules import shelf_or_404
from strategy.fiscal import EraError, parse_date, parse_fiscal_year, parse_month
from strategy.items import save_item
from strategy.models import Edition, PlanItem
from strategy.rules import edition_or_404
from tests import factories
from tests.snapshots import everything_stored

FROZEN = "凍結した版は変えられません。直すときは「次の版をつくる」か「正誤訂正」をしてください。"
TOWN = {"code": "402168", "slug": "ogori", "name": "小郡市", "kind": "MUNICIPALITY", "prefecture": "福岡県"}


@dataclasses.dataclass
class World:
    """豊中市 with a frozen and published edition and, of another plan, one being written."""

    toyonaka: Government
    aoki: User
    public: Edition
    working: Edition
    made: dict[str, PlanItem]

    def do(self, verb: str, /, **arguments: Any) -> Any:
        return VERBS[verb](actor=self.aoki, **arguments)

    def save(self, body: str) -> Any:
        return self.do("item.save", item=self.made["measure1"], version=1, title="見出し", body=body)


@pytest.fixture
def world(toyonaka, aoki) -> World:
    public = factories.published(factories.plan(toyonaka))
    working = factories.edition(factories.plan(toyonaka, "kobetsu-keikaku"))
    return World(toyonaka, aoki, public, working, factories.small_tree(working))


def told(act: Callable[..., object], *arguments: object) -> str:
    """The one sentence of the refusal."""
    with pytest.raises((ValidationError, EraError, Http404, CommandError)) as caught:
        act(*arguments)
    if isinstance(caught.value, ValidationError):
        (sentence,) = caught.value.messages
        return sentence
    return str(caught.value)


def registered(**fields: str) -> Callable[[World], object]:
    return lambda world: Government(**TOWN | fields).full_clean()


def chapter(edition: Edition) -> dict[str, Any]:
    return {"edition": edition, "level": edition.levels.get(key="chapter"), "title": "あとからの章"}


ROWS: dict[str, tuple[Callable[[World], object], str]] = {
    "government code, check digit": (
        registered(code="402167"),
        "団体コード「402167」の検査数字（6桁目）が合いません。正しくは8です。先頭の5桁も確かめてください。",
    ),
    "government code, five digits": (
        registered(code="40216"),
        "団体コードは半角数字6桁で入れてください（「40216」は使えません）。",
    ),
    "government code, full width": (
        registered(code="４０２１６８"),
        "団体コードは半角数字6桁で入れてください（「４０２１６８」は使えません）。",
    ),
    "government code, taken": (registered(code="272035"), "この団体コードはすでに登録されています。"),
    "slug, reserved": (
        registered(slug="office"),
        "「office」はシステムが使う名前です。ほかの名前にしてください。",
    ),
    "slug, taken": (
        registered(slug="toyonaka"),
        "この名前はほかの団体が使っています。ほかの名前にしてください。",
    ),
    "slug, badly formed": (
        registered(slug="小郡"),
        "アドレスに使う名前は、英小文字で始め、英小文字・数字・ハイフンの2～50文字にしてください。",
    ),
    "plan slug, taken": (
        lambda w: w.do("plan.create", government=w.toyonaka, slug="digital-strategy"),
        "この名前の計画がすでにあります。ほかの名前にしてください。",
    ),
    "plan slug, badly formed": (
        lambda w: w.do("plan.create", government=w.toyonaka, slug="Digital"),
        "アドレスに使う名前は、英小文字で始め、英小文字・数字・ハイフンの2～50文字にしてください。",
    ),
    "item under a forbidden parent": (
        lambda w: w.do("item.move", item=w.made["measure1"], parent=w.made["section"], index=0),
        "「主な取組み」は「節」の下には置けません。置けるのは「方向性」の下です。",
    ),
    "item at the top": (
        lambda w: w.do(
            "item.create", edition=w.working, level=w.working.levels.get(key="section"), title="上の節"
        ),
        "「節」はいちばん上には置けません。置けるのは「章」の下です。",
    ),
    "item that may stand in two places": (
        lambda w: w.do("item.move", item=w.made["chapter"], parent=w.made["pillar"], index=0),
        "「章」は「取組みの柱」の下には置けません。置けるのはいちばん上、「見出し」の下です。",
    ),
    "circle": (
        lambda w: w.do("item.move", item=w.made["section"], parent=w.made["measure2"], index=0),
        "「妊娠・出産・子育て支援の充実」を、それ自身の下には移せません。",
    ),
    "parent of another edition": (
        lambda w: w.do("item.move", item=w.made["section"], parent=w.public.items.first(), index=0),
        "別の版の項目の下には移せません。",
    ),
    "frozen edition, title": (lambda w: w.do("edition.save", edition=w.public, title="別の題名"), FROZEN),
    "frozen edition, item": (
        lambda w: w.do("item.save", item=w.public.items.first(), version=1, title="別の見出し", body=""),
        FROZEN,
    ),
    "frozen edition, new item": (lambda w: w.do("item.create", **chapter(w.public)), FROZEN),
    "frozen edition, level": (
        lambda w: w.do(
            "level.create",
            edition=w.public,
            key="x",
            depth=1,
            name="編",
            kind="TEXT",
            numbering="none",
            under=[""],
        ),
        FROZEN,
    ),
    "second working edition": (
        lambda w: w.do(
            "edition.create", plan=w.working.plan, title="題", first_fiscal_year=2023, last_fiscal_year=2027
        ),
        "作成中の版がすでにあります。それを凍結してから次の版をつくってください。",
    ),
    "period that ends before it begins": (
        lambda w: w.do("edition.save", edition=w.working, last_fiscal_year=2022),
        "計画期間の最後の年度が最初の年度より前です。",
    ),
    "publication before freezing": (
        lambda w: w.do("edition.publish", edition=w.working),
        "公表できるのは凍結した版だけです。先に凍結してください。",
    ),
    "withdrawal without a reason": (
        lambda w: w.do("edition.withdraw", edition=w.public, reason="　"),
        "取下げの理由を書いてください。",
    ),
    "body too long": (
        lambda w: w.save("あ" * 1_000_001),
        "本文が長すぎます（上限1,000,000文字）。項目を分けて入力してください。",
    ),
    "body too deep": (
        lambda w: w.save("<ul><li>" * 40 + "深い" + "</li></ul>" * 40),
        "本文の入れ子が深すぎます（上限60段）。表や箇条書きの中の重なりを減らしてください。",
    ),
    "unknown edition number, staff": (
        lambda w: edition_or_404(w.public.plan, 9),
        "この計画に第9版はありません。",
    ),
    "unknown edition number, citizen": (
        lambda w: shelf_or_404("toyonaka", "digital-strategy").numbered(9),
        "公表されている第9版はありません。",
    ),
    "hidden edition number, citizen": (
        lambda w: shelf_or_404("toyonaka", "kobetsu-keikaku"),
        "公表されている計画は見つかりません。",
    ),
    "unknown edition number, operator": (
        lambda w: call_command(
            "export_plan", "272035", "digital-strategy", edition="9", format="json", output="-"
        ),
        "計画「digital-strategy」に第9版はありません。あるのは第 1 版です。",
    ),
    "wrong code, operator": (
        lambda w: call_command("export_plan", "272036", "digital-strategy", format="json", output="-"),
        "団体コード「272036」の検査数字（6桁目）が合いません。正しくは5です。先頭の5桁も確かめてください。",
    ),
}


@pytest.mark.django_db
def test_a_whole_sentence_and_nothing_changed(world):
    """One world for all rows: each finds it as the one before did."""
    before, sentences = everything_stored(), {}
    for kind, (act, _) in ROWS.items():
        sentences[kind] = told(act, world)
        assert everything_stored() == before, kind
    assert sentences == {kind: sentence for kind, (_, sentence) in ROWS.items()}


ERAS = {
    "慶応3年度": (parse_fiscal_year, "元号「慶応」は使えません。令和・平成・昭和か西暦で入力してください。"),
    "昭和65年度": (
        parse_fiscal_year,
        "昭和65年という年はありません（読めるのは64年まで）。元号を確認してください。",
    ),
    "令和0年度": (
        parse_fiscal_year,
        "令和0年という年はありません。最初の年は「元年」か「1年」と入力してください。",
    ),
    "令和元年4月1日": (parse_date, "2019年4月1日は令和ではなく平成です。元号を直してください。"),
    "令和5年2月30日": (parse_date, "2023年2月30日という日はありません。日付を確認してください。"),
    "令和5年2月2日（金）": (
        parse_date,
        "2023年2月2日は木曜日です。「金」とあるので、日付か曜日を直してください。",
    ),
    "令和5年13月": (parse_month, "13月という月はありません。1月から12月までで入力してください。"),
}


@pytest.mark.parametrize("text", ERAS)
def test_a_day_that_cannot_be(text):
    parse, sentence = ERAS[text]
    assert told(parse, text) == sentence


BODIES = {
    "<p>本文</p>": ("<p>本文</p>", ()),
    "<p>本文</p><script>alert(1)</script>": ("<p>本文</p>", ("スクリプト",)),
    '<p onclick="steal()">本文</p>': ("<p>本文</p>", ("スクリプト",)),
    '<p style="position:fixed">本文</p><style>@page{}</style>': ("<p>本文</p>", ("書式の指定（style）",)),
    '<p><a href="//evil.example/">外へ</a></p>': (
        '<p><a rel="noopener noreferrer nofollow">外へ</a></p>',
        ("外部への使えないリンク",),
    ),
    '<p><a href="javascript:alert(1)">押す</a></p>': (
        '<p><a rel="noopener noreferrer nofollow">押す</a></p>',
        ("スクリプト",),
    ),
    '<p>図<img src="http://169.254.169.254/"></p>': ("<p>図</p>", ("使えない画像",)),
    '<p>動画<iframe src="https://video.example/"></iframe></p>': (
        "<p>動画</p>",
        ("埋め込み（動画・外部ページなど）",),
    ),
}


@pytest.mark.django_db
def test_a_body_is_cleaned_and_the_cleaning_told(world):
    item = world.made["measure1"]
    for body, (kept, removed) in BODIES.items():
        version = PlanItem.objects.get(pk=item.pk).version
        saved = save_item(actor=world.aoki, item=item, version=version, title="見出し", body=body)
        assert (body, PlanItem.objects.get(pk=item.pk).body, saved.removed) == (body, kept, removed)
        created = world.do("item.create", **chapter(world.working), body=body)
        assert (body, created.item.body, created.removed) == (body, kept, removed)


def test_a_missing_font_names_the_package(monkeypatch):
    monkeypatch.setattr(checks, "missing_fonts", lambda: ["BIZ UDGothic"])
    (warning,) = checks.check_font(None)
    assert (warning.msg, warning.hint) == (
        "PDF に使う書体（BIZ UDゴシック）がこの機械にありません。PDF をつくれません。",
        "Debian・Ubuntu：apt-get install fonts-morisawa-bizud-gothic",
    )


@pytest.mark.django_db
def test_the_world_of_these_rows_takes_good_input(world):
    """Or a refusal above might have another reason than the one meant."""
    Government(**TOWN).full_clean()
    world.do("plan.create", government=world.toyonaka, slug="sogo-keikaku")
    world.do("item.move", item=world.made["measure1"], parent=world.made["direction"], index=1)
    world.do("item.create", **chapter(world.working))
    world.do("edition.save", edition=world.working, last_fiscal_year=2028)
    assert world.save("<p>本文</p>").item.version == 2
    assert edition_or_404(world.public.plan, 1) == world.public
    assert shelf_or_404("toyonaka", "digital-strategy").numbered(1) == world.public
    assert parse_date("令和5年2月2日（木）") == datetime.date(2023, 2, 2)

"""Forms of figures: the upload, and the words beside an image that stands there."""

from django import forms

from accounts.models import User
from paper.guard import MB, GuardError
from paper.images import BYTES, LONGEST, Picture, check_size, prepare
from strategy.figures import WORDS, add_figure, save_figure
from strategy.forms.stale import SeenForm
from strategy.models import Figure, PlanItem
from strategy.stale import fingerprint

ALT_HELP = (
    "図が見えない人に、図が伝えることを一文か二文で書きます。"
    "「棒グラフ」だけでなく、読み取れることを書いてください。"
    "例：「人口は平成27年の39万5千人から令和2年の40万1千人へ増えた。」"
)


class FigureWordsForm(forms.Form):
    """Caption, alternative text and source."""

    caption = forms.CharField(
        label="図の題",
        max_length=200,
        help_text="図の上に印刷します。例：「総人口の推移」",
        error_messages={"required": "図の題を入れてください。"},
        widget=forms.TextInput(attrs={"class": "input"}),
    )
    alt = forms.CharField(
        label="代わりの文",
        max_length=500,
        help_text=ALT_HELP,
        error_messages={"required": "代わりの文を入れてください。読み上げで計画を読む人のために要ります。"},
        widget=forms.Textarea(attrs={"class": "textarea", "rows": 3}),
    )
    source = forms.CharField(
        label="出典",
        required=False,
        max_length=200,
        help_text="例：「国勢調査（令和2年）」",
        widget=forms.TextInput(attrs={"class": "input"}),
    )

    def clean_alt(self) -> str:
        """One line: an attribute of an image holds no breaks."""
        return " ".join(self.cleaned_data["alt"].split())

    def clean(self) -> dict:
        """An alternative text that only repeats the caption tells nobody anything."""
        data = super().clean()
        if data.get("alt") and data["alt"] == data.get("caption"):
            self.add_error("alt", "図の題と同じです。図から読み取れることを書いてください。")
        return data


class FigureForm(FigureWordsForm):
    """A new figure. The image is read, checked and written anew before anything is stored."""

    image = forms.FileField(
        label="画像",
        help_text=(
            f"PNGかJPEG、{BYTES // MB}MBまで。長い辺が{LONGEST:,}画素を超えるものは縮めます。"
            "撮影した場所などの記録は取り除きます。"
        ),
        error_messages={
            "required": "画像を選んでください。",
            "empty": "選んだファイルは空です。もう一度選んでください。",
            "max_length": "ファイルの名前が長すぎます。短い名前にして、もう一度選んでください。",
        },
        widget=forms.FileInput(attrs={"class": "input", "accept": "image/png,image/jpeg"}),
    )
    field_order = ["image", "caption", "alt", "source"]

    def __init__(self, *args, item: PlanItem, **kwargs):
        super().__init__(*args, auto_id="figure_%s", **kwargs)
        self.item = item

    def clean_image(self) -> Picture:
        """The picture as it will be kept. What its name or sender says about it counts for nothing."""
        upload = self.cleaned_data["image"]
        try:
            check_size(upload.size)
            return prepare(upload.read())
        except GuardError as error:
            raise forms.ValidationError(str(error)) from error

    def save(self, *, actor: User) -> Figure:
        """Keep it, or raise ``ValidationError``."""
        data = self.cleaned_data
        return add_figure(
            actor=actor, item=self.item, picture=data["image"], **{name: data[name] for name in WORDS}
        )


class FigureChangeForm(SeenForm, FigureWordsForm):
    """The words of a figure that stands there; the image itself is taken away and added anew."""

    def __init__(self, *args, figure: Figure, **kwargs):
        first = {name: getattr(figure, name) for name in WORDS}
        first["seen"] = fingerprint(figure, *WORDS)
        super().__init__(*args, initial=first, auto_id=f"figure-{figure.pk}-%s", **kwargs)
        self.figure = figure

    def save(self, *, actor: User) -> Figure:
        """Change the words, or raise ``ValidationError``."""
        data = self.cleaned_data
        words = {name: data[name] for name in WORDS}
        return save_figure(actor=actor, figure=self.figure, seen=data["seen"] or None, **words)

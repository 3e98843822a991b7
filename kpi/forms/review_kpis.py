"""The form of what is said of a KPI in a year."""

from typing import Any

from accounts.forms.fields import long_field, text_field
from accounts.models import User
from kpi.forms.said import SaidForm, fill_words, word_field
from kpi.models import ReviewYear, Target, TargetReview
from kpi.review.practice import from_data
from kpi.review.target_reviews import FIELDS, save_target_review


class TargetReviewForm(SaidForm):
    """要因, 課題, 今後の対応 and 今後の方針 of a KPI; half a text may be saved, the page says what is still wanted."""

    written = FIELDS

    cause = long_field("要因", 2000, "なぜこの結果になったか。数字の動きの理由を書きます。")
    issue = long_field("課題", 2000, "目標に届かせるために、いま妨げになっていること。")
    action = long_field("今後の対応", 2000, "次に何をするか。時期や担当もわかれば書きます。")
    direction = word_field("今後の方針")
    new_target = text_field(
        "目標値の見直し案",
        300,
        "目標値を変えたほうがよいときだけ書きます。公表すると、次の版への申し送りになります。",
    )

    def __init__(
        self, *args: Any, review: ReviewYear, target: Target, row: TargetReview | None, **options: Any
    ):
        super().__init__(*args, row=row, auto_id="said_%s", **options)
        self.review, self.target = review, target
        fill_words(self.fields["direction"], from_data(review.practice).directions)

    def save(self, *, actor: User) -> TargetReview:
        """Keep it, or raise ``ValidationError``."""
        seen = self.cleaned_data["seen"]
        return save_target_review(
            actor=actor, review=self.review, target=self.target, seen=seen, **self.facts
        )

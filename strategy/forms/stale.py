"""Forms of small rows that two people may change at once (``strategy.stale``)."""

from django import forms

from strategy.stale import Stale


class SeenForm(forms.Form):
    """Carries what the person saw when the form was opened."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def overtaken(self, stale: Stale) -> None:
        """Say what stands there now, keep what was typed; saved once more, it replaces the other."""
        data = self.data.copy()
        data["seen"] = stale.seen
        self.data = data
        self.add_error(None, stale)

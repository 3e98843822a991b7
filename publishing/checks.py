"""System checks of what publishing needs from the machine and its settings."""

from django.conf import settings
from django.core import checks

from paper.pdf import missing_fonts
from publishing.opendata.licences import LICENCES


def check_font(app_configs, **_):
    """Without the font a PDF would come out in another face, or with wrong characters."""
    if not missing_fonts():
        return []
    return [
        checks.Warning(
            "PDF に使う書体（BIZ UDゴシック）がこの機械にありません。PDF をつくれません。",
            hint="Debian・Ubuntu：apt-get install fonts-morisawa-bizud-gothic",
            id="hashira.W001",
        )
    ]


def check_licence(app_configs, **_):
    """A catalogue must not promise terms that nobody can read."""
    if settings.OPEN_DATA_LICENCE in LICENCES:
        return []
    return [
        checks.Error(
            f"OPEN_DATA_LICENCE の「{settings.OPEN_DATA_LICENCE}」は使えません。",
            hint=f"{'、'.join(LICENCES)} のどれかにしてください。",
            id="hashira.E004",
        )
    ]

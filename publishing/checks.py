"""System checks of what publishing needs from the machine."""

from django.core import checks

from paper.pdf import missing_fonts


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

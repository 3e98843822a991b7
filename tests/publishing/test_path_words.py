"""Words of reference paths in templates."""

from publishing.kpi_pages.tables import PathTable
from publishing.templatetags.path_words import gaps, grouped, path_figure
from tests.documents import document, entry


def test_figures_are_told_as_people_write_them():
    assert path_figure({"value": "402190"}, "人") == "402,190人"
    assert path_figure({"value": "13.0"}, "%") == "13.0％"
    assert grouped(402_190) == "402,190"


def test_without_a_vision_there_is_no_gap():
    assert gaps(PathTable([]), document(entry("1", "TEXT"))) == ()

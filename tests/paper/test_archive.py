import io
import zipfile
from datetime import UTC, datetime

from paper.archive import with_fixed_times


def zipped(date):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name in ("b.xml", "a.xml"):
            archive.writestr(zipfile.ZipInfo(name, date), f"<{name[0]}/>")
    return stream.getvalue()


def test_only_the_content_decides_the_bytes():
    one, other = zipped((2020, 1, 1, 0, 0, 0)), zipped((2024, 5, 6, 7, 8, 10))
    assert one != other
    when = datetime(2023, 3, 31, 12, 30, 2, tzinfo=UTC)
    assert with_fixed_times(one, when) == with_fixed_times(other, when)


def test_members_keep_order_content_and_the_given_date():
    archive = with_fixed_times(zipped((2020, 1, 1, 0, 0, 0)), datetime(2023, 3, 31, 12, 30, 2, tzinfo=UTC))
    with zipfile.ZipFile(io.BytesIO(archive)) as opened:
        assert opened.namelist() == ["b.xml", "a.xml"]
        assert opened.read("a.xml") == b"<a/>"
        assert {info.date_time for info in opened.infolist()} == {(2023, 3, 31, 12, 30, 2)}


def test_a_date_before_1980_becomes_the_oldest_a_zip_knows():
    archive = with_fixed_times(zipped((2020, 1, 1, 0, 0, 0)), datetime(1947, 5, 3, tzinfo=UTC))
    with zipfile.ZipFile(io.BytesIO(archive)) as opened:
        assert opened.infolist()[0].date_time == (1980, 1, 1, 0, 0, 0)

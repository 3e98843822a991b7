"""Which SQLite may use the write-ahead log (sqlite.org/wal.html#walresetbug)."""

import pytest

from config.sqlite import wal_is_sound


@pytest.mark.parametrize(
    ("version", "sound"),
    [
        ((3, 40, 1), False),
        ((3, 44, 5), False),
        ((3, 44, 6), True),
        ((3, 45, 9), False),
        ((3, 50, 6), False),
        ((3, 50, 7), True),
        ((3, 51, 2), False),
        ((3, 51, 3), True),
        ((3, 52, 0), True),
    ],
)
def test_only_repaired_versions(version, sound):
    assert wal_is_sound(version) == sound

"""Which SQLite may use the write-ahead log."""

FIXED_LINES = {(3, 44): 6, (3, 50): 7}  # maintenance lines that received the repair, with its patch number


def wal_is_sound(version: tuple[int, int, int]) -> bool:
    """True when this SQLite is free of the WAL corruption race (3.7.0 to 3.51.2, sqlite.org/wal.html#walresetbug).

    >>> wal_is_sound((3, 40, 1)), wal_is_sound((3, 44, 6)), wal_is_sound((3, 51, 2)), wal_is_sound((3, 51, 3))
    (False, True, False, True)
    """
    line, patch = version[:2], version[2]
    return version >= (3, 51, 3) or (line in FIXED_LINES and patch >= FIXED_LINES[line])

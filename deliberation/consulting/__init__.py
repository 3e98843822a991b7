"""Forms of a 各課照会 as files: sent out as Excel and Word, read back cell by cell."""

"""Pages of the yearly round: the board, what is said of the year, its publication, sheets that go out and come back."""

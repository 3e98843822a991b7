"""The workbooks that go out to departments and what comes back in them (openpyxl stays in paper)."""

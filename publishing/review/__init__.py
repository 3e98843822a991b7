"""The report of a reviewed year: one arrangement that page, PDF, Word, Excel and CSV show, and what readers may see."""

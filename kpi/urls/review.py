"""Where the office's pages of the years of review begin."""

YEARS = "office/<slug:government>/<slug:plan>/review/"
REVIEW = f"{YEARS}<slug:review>/"

"""Words for what a document says. Pure."""

from strategy.fiscal import format_fiscal_year


def years_word(first: int | None, last: int | None) -> str:
    """A period as people read it: 令和6年度～令和8年度, 令和6年度から.

    >>> years_word(2024, 2026), years_word(2024, None), years_word(2024, 2024)
    ('令和6年度～令和8年度', '令和6年度から', '令和6年度')
    """
    words = [format_fiscal_year(year, short=True) if year else "" for year in (first, last)]
    if first == last:
        return words[0]
    if not last:
        return f"{words[0]}から"
    return "～".join(words)

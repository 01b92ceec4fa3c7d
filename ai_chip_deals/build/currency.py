"""US dollars at the European Central Bank's reference rates, which CurrencyConverter ships."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache

from currency_converter import CurrencyConverter, RateNotFoundError

MAX_DAYS_BACK = 7
"""The bank publishes no rate on weekends and holidays; the last working day's holds."""


@cache
def usd_rate(currency: str, day: date) -> float | None:
    """Dollars for one unit of a currency on a day; None where the bank publishes no rate."""
    if currency == "USD":
        return 1.0
    if currency not in _converter().currencies:
        return None
    for days in range(MAX_DAYS_BACK + 1):
        try:
            return float(_converter().convert(1, currency, "USD", date=day - timedelta(days)))
        except RateNotFoundError:
            continue
    return None


@cache
def _converter() -> CurrencyConverter:
    return CurrencyConverter()

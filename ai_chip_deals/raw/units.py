"""What an amount may count, and what it may be a rate for: the words and what they mean."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from ai_chip_deals.vocabulary import Per, Unit

COUNTED: Mapping[Unit, tuple[str, ...]] = {
    Unit.CHIP: ("chip", "GPU", "accelerator", "processor"),
    Unit.DIE: ("die",),
    Unit.SUPERCHIP: ("superchip",),
    Unit.CARD: ("card",),
    Unit.SERVER: ("server",),
    Unit.RACK: ("rack",),
    Unit.SYSTEM: ("system",),
    Unit.WAFER: ("wafer",),
    Unit.H100_EQUIVALENT: ("H100-equivalent", "H100 equivalent"),
    Unit.A100_EQUIVALENT: ("A100-equivalent", "A100 equivalent"),
    Unit.SHARE: ("share",),
    Unit.MINUTE: ("minute",),
    Unit.TOKEN: ("token",),
    Unit.TRANSISTOR: ("transistor",),
}
"""The words for one of what is counted; an s makes several of it."""
_SCALED: Mapping[str, tuple[Unit, float]] = {
    "%": (Unit.PERCENT, 1),
    "units": (Unit.UNSPECIFIED, 1),
    "MW": (Unit.MW, 1),
    "GW": (Unit.MW, 1_000),
    "MW IT": (Unit.MW_IT, 1),
    "GW IT": (Unit.MW_IT, 1_000),
    "MW gross": (Unit.MW_GROSS, 1),
    "GW gross": (Unit.MW_GROSS, 1_000),
    "hour": (Unit.MINUTE, 60),
    "hours": (Unit.MINUTE, 60),
    "MB": (Unit.GB, 0.001),
    "GB": (Unit.GB, 1),
    "TB": (Unit.GB, 1_000),
    "GB/s": (Unit.GB_PER_SECOND, 1),
    "TB/s": (Unit.GB_PER_SECOND, 1_000),
    "PB/s": (Unit.GB_PER_SECOND, 1_000_000),
    "Gb/s": (Unit.GB_PER_SECOND, 0.125),
    "Tb/s": (Unit.GB_PER_SECOND, 125),
    "TFLOPS": (Unit.TFLOPS, 1),
    "PFLOPS": (Unit.TFLOPS, 1_000),
    "EFLOPS": (Unit.TFLOPS, 1_000_000),
    "TOPS": (Unit.TOPS, 1),
    "POPS": (Unit.TOPS, 1_000),
    "W": (Unit.WATT, 1),
    "kW": (Unit.WATT, 1_000),
    "nm": (Unit.NANOMETRE, 1),
    "mm2": (Unit.SQUARE_MILLIMETRE, 1),
    "MHz": (Unit.MHZ, 1),
    "GHz": (Unit.MHZ, 1_000),
}
UNITS: Mapping[str, tuple[Unit, float]] = {
    **_SCALED,
    **{
        word + ending: (unit, 1)
        for unit, words in COUNTED.items()
        for word in words
        for ending in ("", "s")
    },
}
"""What may stand after a number: its unit, and how many of the unit one of it is."""
PER_WORDS: Mapping[str, Per] = {
    **{str(per).replace("_", " "): per for per in Per if per is not Per.EACH},
    "GPU": Per.CHIP,
    "accelerator": Per.CHIP,
    "GPU hour": Per.CHIP_HOUR,
    "GW": Per.GIGAWATT,
    "user per month": Per.USER_MONTH,
    "1M tokens": Per.MILLION_TOKENS,
}
"""What may stand after `per`."""


@cache
def currencies() -> frozenset[str]:
    """Every code of ISO 4217, and XXX for a currency that its page does not tell."""
    from iso4217 import Currency

    return frozenset(currency.value for currency in Currency) | {"XXX"}

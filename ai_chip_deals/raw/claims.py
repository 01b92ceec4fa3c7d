"""The claims that a source file may hold, one type for each group."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from ai_chip_deals.raw.amounts import Amount
from ai_chip_deals.raw.dates import Day
from ai_chip_deals.raw.fields import (
    EMPTY_LIST,
    Count,
    Equity,
    Hardware,
    Id,
    KeyText,
    Money,
    Percent,
    Power,
    RawModel,
    Region,
    SpecAmount,
    Text,
    VagueDay,
    Window,
    WithParties,
    Written,
)
from ai_chip_deals.raw.passages import Passage
from ai_chip_deals.vocabulary import (
    Aspect,
    Clock,
    Figure,
    LaunchEvent,
    Metric,
    Platform,
    Precision,
    Result,
    Scope,
    Sparsity,
    Spec,
    Stage,
    Stance,
)


class Claim(RawModel):
    """What one source says about one thing, with the passage that says it."""

    according_to: list[Id] = EMPTY_LIST
    """Whom the page repeats, from the nearest to the farthest.

    `anonymous` or `unnamed-reports` may end the chain.
    """
    stance: Written[Stance] = Stance.SAYS
    """What the source does with it: says (the default), expects, denies or silent."""
    denies: list[Text] = EMPTY_LIST
    """With `stance: denies`: exactly what is denied: `deal`, a figure, a stage or a role."""
    as_of: VagueDay | None = None
    """The date of the state that the claim describes, only if the page gives one."""
    note: Text | None = None
    """One plain line, published, for what is not modelled."""
    quote: Annotated[str, Field(min_length=1)] | None = None
    """The sentence as pasted from the page; `ai-chip-deals seal` turns it into a passage."""
    passage: Passage | None = None
    """The sealed sentence; written by `ai-chip-deals seal`."""

    def amounts(self) -> dict[str, Amount]:
        """The claim's amounts by field."""
        return {name: value for name, value in vars(self).items() if type(value) is Amount}

    def days(self) -> dict[str, Day]:
        """The claim's dates by field."""
        return {name: value for name, value in vars(self).items() if type(value) is Day}


class DealClaim(WithParties, Claim):
    """What a source says about a deal: figures, parties, chip, stage. Excludes list prices."""

    deal: Id
    """The deal, by the name of its file."""
    lot: Id | None = None
    """The part of the deal, only where it has several: a chip, tranche, tender lot or phase."""
    chip: Id | None = None
    """The chip or system, by the name of its product file."""

    stage: Written[Stage] | None = None
    """How far the deal has come; a figure implies its stage."""
    event: Id | None = None
    """Names a stage that is reached twice; the stage itself by default."""
    date: VagueDay | None = None
    """The day on which the stage was or will be reached."""

    offered: Hardware | None = None
    """Hardware that a seller or bidder offers."""
    ordered: Hardware | None = None
    """Hardware ordered."""
    authorised: Hardware | None = None
    """The cap of a licence."""
    allocated: Hardware | None = None
    """Hardware set aside for the buyer or a beneficiary."""
    delivered: Hardware | None = None
    """Hardware that has arrived."""
    installed: Hardware | None = None
    """Hardware that stands in its place."""
    seized: Hardware | None = None
    """Hardware that an authority has taken."""
    option: Hardware | None = None
    """Hardware that the buyer may still order."""
    share: Percent | None = None
    """The part of a larger whole, such as a share of the maker's orders."""
    unit_price: Money | None = None
    """The price of one unit: `27000 USD per chip`."""
    value: Money | None = None
    """The headline value, options included."""
    firm_value: Money | None = None
    """The part of the value that is committed."""
    option_value: Money | None = None
    """The part of the value that hangs on options."""
    backstop: Money | None = None
    """What a guarantor pays if the buyer does not."""
    recurring_fee: Money | None = None
    """A fee per month, quarter or year: `920M USD per month`."""
    site_cost: Money | None = None
    """The cost of the whole site, not of its chips."""
    financing: Money | None = None
    """Debt or leases raised for it."""
    subsidy: Money | None = None
    """Public money given towards it."""
    equity: Equity | None = None
    """Ownership bought with it, in money, shares or percent."""
    warrants: Equity | None = None
    """Rights to buy shares that come with it."""
    penalty: Money | None = None
    """A fine or settlement."""
    power: Power | None = None
    """The power of the hardware."""
    firm_power: Power | None = None
    """The part of the power that is committed."""
    option_power: Power | None = None
    """The part of the power that hangs on options."""
    site_power: Power | None = None
    """The power of the whole site."""

    during: VagueDay | None = None
    """The period over which the figures are a flow, such as a year's shipments."""
    paid_by: Id | None = None
    """Who pays, invests or holds the warrant."""
    term: Text | None = None
    """How long it runs: an EDTF interval, or a duration as printed."""

    def figures(self) -> dict[Figure, Amount]:
        """The claim's figures, in the order of the vocabulary."""
        amounts = self.amounts()
        return {figure: amounts[figure] for figure in Figure if figure in amounts}


class LaunchClaim(Claim):
    """What a source says about an event in the life of a product."""

    product: Id
    """The product, by the name of its file."""
    event: Written[LaunchEvent]
    """What happened to it."""
    version: KeyText | None = None
    """The version, where the product has several under one name."""
    region: Region | None = None
    """Where: an ISO 3166-1 code, EU, or a UN M49 code; left out where the page does not say."""
    date: VagueDay | None = None
    """The day of the event."""
    price: Money | None = None
    """What it costs: `20 USD per month`."""
    to: Text | None = None
    """The new name, where it was renamed."""


class UserMetricClaim(Claim):
    """How much a product is used, as one source puts it. Excludes revenue and valuations."""

    product: Id
    """The product, by the name of its file."""
    metric: Written[Metric]
    """What is counted, in the page's own word: monthly, weekly, registered, downloads."""
    value: Count | None = None
    """How many: `more than 10M`, `120T per day`, `60%`."""
    scope: Written[Scope] | None = None
    """Which part of the product is counted, only if the page says."""
    platform: Written[Platform] | None = None
    """The platform that the count is limited to."""
    window: Window | None = None
    """The period over which it counts: a window of the vocabulary, or `first 30 days`."""
    region: Region | None = None
    """Where: an ISO 3166-1 code, EU, or a UN M49 code; left out where the page does not say."""
    measured_by: Id | None = None
    """Who measured; the origin by default, where that is the maker or a tracker."""


class ChipSpecClaim(Claim):
    """A specification of a chip or system under stated conditions. Excludes benchmarks."""

    chip: Id
    """The chip or system, by the name of its product file."""
    spec: Written[Spec]
    """What is specified."""
    value: SpecAmount | None = None
    """How much, with its unit: `141 GB`, `4.8 TB/s`, `989 TFLOPS`, `700 W`."""
    text: Text | None = None
    """In place of a value, for a process or export class: as printed."""
    precision: Written[Precision] | None = None
    """The number format of a compute figure."""
    sparsity: Written[Sparsity] | None = None
    """Whether a compute figure is dense or sparse, only if the page says."""
    clock: Written[Clock] | None = None
    """The clock that a compute figure assumes, only if the page says."""
    form_factor: KeyText | None = None
    """The form it comes in, such as SXM or PCIe, where it differs by that."""


class ComparisonClaim(Claim):
    """That one chip is better than, similar to or worse than another in one aspect."""

    chip: Id
    """The chip that the sentence is about."""
    than: Id
    """The chip that it is compared with."""
    aspect: Written[Aspect]
    """In what."""
    result: Written[Result]
    """How it ends for the chip that the sentence is about."""

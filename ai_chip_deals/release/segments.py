"""The segments of the world's deals that the coverage page counts, and what each lacks."""

from __future__ import annotations

from dataclasses import dataclass
from functools import reduce
from operator import or_

import polars as pl

from ai_chip_deals.vocabulary import DealKind, Sector

GULF = "AE|BH|KW|OM|QA|SA"
SOUTH_EAST_ASIA = "BN|ID|KH|LA|MM|MY|PH|SG|TH|VN"
NORDICS = "DK|FI|IS|NO|SE"
EUROPEAN_UNION = (
    "AT|BE|BG|CY|CZ|DE|DK|EE|ES|EU|FI|FR|GR|HR|HU|IE|IT|LT|LU|LV|MT|NL|PL|PT|RO|SE|SI|SK"
)
LATIN_AMERICA = "AR|BO|BR|CL|CO|CR|CU|DO|EC|GT|HN|JM|MX|NI|PA|PE|PR|PY|SV|UY|VE"
AFRICA = (
    "AO|BF|BI|BJ|BW|CD|CF|CG|CI|CM|CV|DJ|DZ|EG|ER|ET|GA|GH|GM|GN|GQ|GW|KE|KM|LR|LS|LY|MA|MG|ML|MR|MU|"
    "MW|MZ|NA|NE|NG|RW|SC|SD|SL|SN|SO|SS|ST|SZ|TD|TG|TN|TZ|UG|ZA|ZM|ZW"
)
CHINA = "CN|HK"
MIDDLE_EAST = f"{GULF}|IL|IQ|IR|JO|LB|SY|TR|YE"

PLACES = {
    "United States": "US",
    "China": CHINA,
    "Korea": "KR",
    "Japan": "JP",
    "Europe": f"{EUROPEAN_UNION}|CH|GB|IS|NO|RS|UA",
    "India": "IN",
    "Middle East": MIDDLE_EAST,
    "Latin America": LATIN_AMERICA,
    "Africa": AFRICA,
}
"""The parts of the world by which products are counted, each a pattern of ISO 3166-1 codes."""

FIRST_TIER = (
    "nvidia",
    "amd",
    "intel",
    "google",
    "amazon",
    "broadcom",
    "huawei",
    "microsoft",
    "meta",
)
"""Makers whose accelerators are no second-tier ones; nor are those of any Chinese maker."""


@dataclass(frozen=True)
class Segment:
    """A part of the world's deals, by who takes part in them or what they are."""

    name: str
    holds: pl.Expr
    """Whether a deal is of the segment, over its row and what is known of its parties."""
    missing: str
    """What is known to be missing, and why."""


def users(*sectors: Sector, country: str = r"\S+") -> pl.Expr:
    """Whether a deal has a buyer, end user, operator or authority of one of some sectors.

    Args:
        sectors: Any where none is given.
        country: A pattern of ISO 3166-1 codes, such as `CN|HK`.
    """
    return _any("users", sectors, country)


def parties(*sectors: Sector, country: str = r"\S+") -> pl.Expr:
    """Whether a deal has a party of one of some sectors, in any role."""
    return _any("parties", sectors, country)


def _any(who: str, sectors: tuple[Sector, ...], country: str) -> pl.Expr:
    # A party stands as its country and sector: `CN internet_company`.
    sector = "|".join(sectors) or r"\S+"
    matches = pl.element().str.contains(rf"^(?:{country}) (?:{sector})$")
    return pl.col(who).list.eval(matches).list.any()


def kinds(*chosen: DealKind) -> pl.Expr:
    """Whether a deal is of one of some kinds."""
    return pl.col("kind").is_in([str(kind) for kind in chosen])


def figures(*names: str) -> pl.Expr:
    """Whether any claim states one of some figures of a deal."""
    return reduce(or_, (pl.col("figures").list.contains(name) for name in names))


SEGMENTS = (
    Segment(
        "US hyperscalers",
        users(Sector.HYPERSCALER, country="US"),
        "Fleets are told in totals; what a cloud orders of its own chips is hardly ever printed.",
    ),
    Segment(
        "AI labs",
        parties(Sector.AI_LAB),
        "Labs without a public counterparty (most in China) name neither chips nor sums.",
    ),
    Segment(
        "Neoclouds and their tenants",
        parties(Sector.NEOCLOUD),
        "Tenants are often unnamed; small clouds publish no figures.",
    ),
    Segment(
        "China's internet companies",
        users(Sector.INTERNET_COMPANY, Sector.AI_LAB, country=CHINA),
        "Orders reach the public through unnamed people; deliveries are hardly ever confirmed.",
    ),
    Segment(
        "China's telecoms and state buyers",
        users(
            Sector.TELECOM_OPERATOR,
            Sector.GOVERNMENT,
            Sector.STATE_COMPANY,
            Sector.FINANCE,
            Sector.UNIVERSITY,
            Sector.LABORATORY,
            country=CHINA,
        ),
        "Tender portals are not in reach; what news pages retell of them is.",
    ),
    Segment(
        "Chinese chip makers' customers",
        pl.col("makers").list.contains("CN"),
        "Prospectuses give customers as letters; shares of revenue are no deals.",
    ),
    Segment("The Gulf", parties(country=GULF), "Shipments under licences are not published."),
    Segment(
        "India",
        parties(country="IN"),
        "Rates of the IndiaAI tenders are recorded where a page prints them, not bidder by bidder.",
    ),
    Segment("Japan", parties(country="JP"), "Subsidised projects name sums more often than chips."),
    Segment(
        "Korea", parties(country="KR"), "How the state's GPUs were shared out is told in parts."
    ),
    Segment(
        "Taiwan", parties(country="TW"), "Server makers' customers are named by analysts only."
    ),
    Segment(
        "South-East Asia", parties(country=SOUTH_EAST_ASIA), "Johor's tenants are mostly unnamed."
    ),
    Segment(
        "Canada",
        parties(country="CA"),
        "Who rents the sovereign sites, and Denvr, were looked for and not found.",
    ),
    Segment("United Kingdom", parties(country="GB"), ""),
    Segment(
        "European Union and EuroHPC",
        parties(country=EUROPEAN_UNION),
        "Gigafactories are plans without orders so far.",
    ),
    Segment(
        "Nordics",
        parties(country=NORDICS),
        "Of atNorth and Finnish buyers nothing usable was found.",
    ),
    Segment(
        "Latin America",
        parties(country=LATIN_AMERICA),
        "Few purchases are reported; of Petrobras, Serpro and universities no page names chips.",
    ),
    Segment(
        "Africa",
        parties(country=AFRICA),
        "Few purchases are reported; of the national centres (CHPC, Toubkal) no page names chips.",
    ),
    Segment(
        "Israel",
        parties(country="IL"),
        "Takeovers, funding rounds and the machine of the state; what companies buy is not told.",
    ),
    Segment(
        "Universities and national laboratories",
        users(Sector.UNIVERSITY, Sector.LABORATORY),
        "Contract values of supercomputers include storage and services.",
    ),
    Segment(
        "Car makers and robotics",
        parties(Sector.CAR_MAKER, Sector.ROBOTICS),
        "Design wins name no volumes.",
    ),
    Segment("Telecom operators", users(Sector.TELECOM_OPERATOR), ""),
    Segment(
        "Server makers and resellers",
        parties(Sector.SERVER_MAKER, Sector.RESELLER),
        "Who stands behind a maker's order is mostly unnamed.",
    ),
    Segment(
        "Custom silicon and foundry orders",
        kinds(DealKind.CUSTOM_SILICON, DealKind.FOUNDRY_ORDER),
        "Volumes are analysts' estimates.",
    ),
    Segment(
        "Second-tier accelerators",
        pl.col("second_tier"),
        "Private makers publish customers without numbers.",
    ),
    Segment(
        "Licences, bans and smuggling",
        kinds(DealKind.EXPORT_AUTHORISATION, DealKind.RESTRICTION, DealKind.ENFORCEMENT_CASE),
        "Single licences are secret; cases are known once charged.",
    ),
    Segment(
        "Leasebacks, vendor financing, warrants and options",
        kinds(DealKind.LEASE_OR_FINANCING)
        | figures("warrants", "option", "option_value", "option_power", "financing", "backstop"),
        "",
    ),
)
"""Every segment, in the order of the page."""

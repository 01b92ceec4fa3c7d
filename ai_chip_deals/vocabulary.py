"""The closed lists: what a field of the vocabulary may say, each term with its definition.

A list grows when the world does: add the term with its one-line definition here, and every
schema, rule and page follows.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from pydantic import GetJsonSchemaHandler
    from pydantic.json_schema import JsonSchemaValue
    from pydantic_core import CoreSchema

PROJECT = "ai-chip-deals"
HUB_DATASET = "ai-chip-deals/ai-chip-deals"
REPOSITORY = "https://github.com/ai-chip-deals/ai-chip-deals"

ID_PATTERN = r"^[a-z0-9]+(?:-[a-z0-9]+)*$"
"""An id: a lowercase slug, the name of its file."""

OTHERS = "others"
"""Stands among the parties of a claim whose page leaves its list open."""
UNDISCLOSED = "undisclosed"
"""Stands for a party that the page knows of and does not name."""
ANONYMOUS = "anonymous"
"""Ends a chain of attribution: unnamed people told the link before it."""
UNNAMED_REPORTS = "unnamed-reports"
"""Ends a chain of attribution: "reportedly", "media say"."""
RESERVED_IDS = frozenset({OTHERS, UNDISCLOSED, ANONYMOUS, UNNAMED_REPORTS})
"""Ids that no organization may have."""
NOT_A_TRANSACTION = "not_a_transaction"
"""Stands in `counted_in` where nothing changes hands, or nothing did in the end."""


class Term(StrEnum):
    """A term of a closed list, with the line that defines it."""

    definition: str

    def __new__(cls, value: str, definition: str = "") -> Self:
        """A term from its value and definition."""
        term = str.__new__(cls, value)
        term._value_ = value
        term.definition = definition
        return term

    @classmethod
    def __get_pydantic_json_schema__(
        cls, core: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        """Tell editors what each term means, beside the list itself."""
        reference = handler(core)
        schema = handler.resolve_ref_schema(reference)
        terms = [f"- `{term}`: {term.definition}" for term in cls]
        schema["description"] = "\n".join([cls.__doc__ or "", "", *terms])
        return reference


class DealKind(Term):
    """What kind of thing a deal is."""

    PURCHASE = "purchase", "Hardware bought outright."
    SUPPLY_AGREEMENT = "supply_agreement", "A standing agreement to supply hardware over time."
    COMPUTE_AGREEMENT = "compute_agreement", "Computing capacity bought, with its chips named."
    LEASE_OR_FINANCING = "lease_or_financing", "Hardware leased, or money raised against it."
    CUSTOM_SILICON = "custom_silicon", "A chip designed for one customer."
    FOUNDRY_ORDER = "foundry_order", "Wafers or packaging ordered from a foundry."
    PUBLIC_PROCUREMENT = "public_procurement", "A tender or award of a public buyer."
    TECHNOLOGY_LICENCE = "technology_licence", "Designs or patents licensed."
    JOINT_DEVELOPMENT = "joint_development", "Partners develop something together."
    NATIONAL_PROGRAMME = "national_programme", "A state's programme to build or buy computing."
    EXPORT_AUTHORISATION = "export_authorisation", "An authority permits exports."
    RESTRICTION = "restriction", "An authority limits or halts trade or use."
    ENFORCEMENT_CASE = "enforcement_case", "An authority or court pursues a breach of the rules."
    INVESTMENT = "investment", "Ownership of a maker or buyer of chips, bought in part or whole."
    DEPLOYMENT = "deployment", "Hardware that somebody uses or runs, however it was bought."
    SHIPMENT_ESTIMATE = "shipment_estimate", "An analyst's total of what was or will be shipped."


TRANSACTION_KINDS = (
    DealKind.PURCHASE,
    DealKind.SUPPLY_AGREEMENT,
    DealKind.COMPUTE_AGREEMENT,
    DealKind.LEASE_OR_FINANCING,
    DealKind.CUSTOM_SILICON,
    DealKind.FOUNDRY_ORDER,
    DealKind.PUBLIC_PROCUREMENT,
    DealKind.TECHNOLOGY_LICENCE,
)
"""The kinds in which something changes hands."""


class Stage(Term):
    """How far a deal has come, from less to more committed, and then undone."""

    CONSIDERED = "considered", "Somebody looks into it."
    NEGOTIATING = "negotiating", "The parties talk."
    OFFERED = "offered", "One party has made an offer or tendered."
    PLANNED = "planned", "A party has decided to do it."
    LETTER_OF_INTENT = "letter_of_intent", "Signed, and not binding."
    ANNOUNCED = "announced", "A party or authority has made it public."
    AWARDED = "awarded", "A tender has its winner."
    SIGNED = "signed", "A binding agreement is signed."
    ORDERED = "ordered", "An order is placed."
    AUTHORISED = "authorised", "An authority has permitted it."
    DELIVERING = "delivering", "Part of it has arrived."
    DELIVERED = "delivered", "All of it has arrived."
    OPERATIONAL = "operational", "It runs."
    AMENDED = "amended", "The same parties changed the terms."
    DELAYED = "delayed", "It comes later than it was due."
    STALLED = "stalled", "It does not move on, and nobody says why."
    SUSPENDED = "suspended", "A party or authority has halted it for a time."
    LAPSED = "lapsed", "It ran out without being done."
    CANCELLED = "cancelled", "A party has called it off."
    BLOCKED = "blocked", "An authority has forbidden it."
    RETRACTED = "retracted", "The publisher has withdrawn the report of it."
    INVESTIGATED = "investigated", "An authority looks into it."
    CHARGED = "charged", "An authority has brought charges."
    CONVICTED = "convicted", "A court has convicted."


UNDONE_STAGES = (
    Stage.CONSIDERED,
    Stage.STALLED,
    Stage.LAPSED,
    Stage.CANCELLED,
    Stage.BLOCKED,
    Stage.RETRACTED,
)
"""Stages at which a deal's figures count in no total."""


class PartyRole(Term):
    """What a party does in a deal."""

    BUYERS = "buyers", "Who gets the hardware, capacity or licence and pays for it."
    SELLERS = "sellers", "Whom the buyer pays; the maker follows from the chip."
    PARTNERS = "partners", "Who develop together, where nobody buys."
    END_USERS = "end_users", "Who uses the hardware in the end, where that is not the buyer."
    OPERATORS = "operators", "Who runs the hardware."
    INTERMEDIARIES = "intermediaries", "Who stands between seller and buyer."
    FINANCIERS = "financiers", "Who lends, invests or guarantees."
    AUTHORITIES = "authorities", "Who permits, forbids, awards or prosecutes."


class Figure(Term):
    """What a number of a deal or lot says."""

    OFFERED = "offered", "Hardware that a seller or bidder offers."
    ORDERED = "ordered", "Hardware ordered."
    AUTHORISED = "authorised", "The cap of a licence."
    ALLOCATED = "allocated", "Hardware set aside for the buyer or a beneficiary."
    DELIVERED = "delivered", "Hardware that has arrived."
    INSTALLED = "installed", "Hardware that stands in its place."
    SEIZED = "seized", "Hardware that an authority has taken."
    OPTION = "option", "Hardware that the buyer may still order."
    SHARE = "share", "The part of a larger whole."
    UNIT_PRICE = "unit_price", "The price of one unit."
    VALUE = "value", "The headline value, options included."
    FIRM_VALUE = "firm_value", "The part of the value that is committed."
    OPTION_VALUE = "option_value", "The part of the value that hangs on options."
    BACKSTOP = "backstop", "What a guarantor pays if the buyer does not."
    RECURRING_FEE = "recurring_fee", "A fee per month, quarter or year."
    SITE_COST = "site_cost", "The cost of the whole site, not of its chips."
    FINANCING = "financing", "Debt or leases raised for it."
    SUBSIDY = "subsidy", "Public money given towards it."
    EQUITY = "equity", "Ownership bought with it, in money, shares or percent."
    WARRANTS = "warrants", "Rights to buy shares that come with it."
    PENALTY = "penalty", "A fine or settlement."
    POWER = "power", "The power of the hardware."
    FIRM_POWER = "firm_power", "The part of the power that is committed."
    OPTION_POWER = "option_power", "The part of the power that hangs on options."
    SITE_POWER = "site_power", "The power of the whole site."


STATE_FIGURES = (Figure.DELIVERED, Figure.INSTALLED)
"""Figures of a state on a day: there the later day comes before the better source."""

IMPLIED_STAGES = {
    Figure.OFFERED: Stage.OFFERED,
    Figure.ORDERED: Stage.ORDERED,
    Figure.AUTHORISED: Stage.AUTHORISED,
    Figure.DELIVERED: Stage.DELIVERING,
    Figure.INSTALLED: Stage.DELIVERING,
}
"""The stage that a figure implies, so that nobody writes it beside the figure."""


class Unit(Term):
    """What an amount counts."""

    CHIP = "chip", "A packaged chip; also a bare number, GPU, accelerator or processor."
    DIE = "die", "A bare die."
    SUPERCHIP = "superchip", "A module of several dies, or of a CPU and GPUs."
    CARD = "card", "An accelerator card."
    SERVER = "server", "A server, often of eight chips."
    RACK = "rack", "A rack, often of 72 chips."
    SYSTEM = "system", "A system as its maker sells it."
    WAFER = "wafer", "A wafer."
    H100_EQUIVALENT = "h100_equivalent", "As much compute as one H100."
    A100_EQUIVALENT = "a100_equivalent", "As much compute as one A100."
    SHARE = "share", "A share of a company."
    PERCENT = "percent", "A hundredth of a whole."
    MW = "MW", "Megawatts, of what is not said."
    MW_IT = "MW_IT", "Megawatts of the computing equipment alone."
    MW_GROSS = "MW_gross", "Megawatts of the whole site, cooling included."
    MINUTE = "minute", "A minute of use."
    TOKEN = "token", "A token read or written by a model."
    GB = "GB", "Gigabytes."
    GB_PER_SECOND = "GB/s", "Gigabytes per second."
    TFLOPS = "TFLOPS", "Floating-point operations per second, in trillions."
    TOPS = "TOPS", "Integer operations per second, in trillions."
    WATT = "W", "Watts of one chip or system."
    NANOMETRE = "nm", "Nanometres of a process."
    SQUARE_MILLIMETRE = "mm2", "Square millimetres of a die."
    TRANSISTOR = "transistor", "A transistor."
    MHZ = "MHz", "Megahertz."
    UNSPECIFIED = "unspecified", "The page counts something and does not say what."


HARDWARE_UNITS = (
    Unit.CHIP,
    Unit.DIE,
    Unit.SUPERCHIP,
    Unit.CARD,
    Unit.SERVER,
    Unit.RACK,
    Unit.SYSTEM,
    Unit.WAFER,
    Unit.H100_EQUIVALENT,
    Unit.A100_EQUIVALENT,
    Unit.UNSPECIFIED,
)
"""Units of hardware, in the order in which a headline prefers them."""
POWER_UNITS = (Unit.MW, Unit.MW_IT, Unit.MW_GROSS)
"""Units of power, in the order in which a headline prefers them."""
SPEC_UNITS = (
    Unit.GB,
    Unit.GB_PER_SECOND,
    Unit.TFLOPS,
    Unit.TOPS,
    Unit.WATT,
    Unit.NANOMETRE,
    Unit.SQUARE_MILLIMETRE,
    Unit.TRANSISTOR,
    Unit.MHZ,
    Unit.CHIP,
    Unit.DIE,
    Unit.SUPERCHIP,
    Unit.CARD,
    Unit.SERVER,
    Unit.RACK,
)
"""Units of a chip's specifications."""


class Per(Term):
    """What a rate is for."""

    EACH = "each", "For each of the parties named."
    CHIP = "chip", "For one chip."
    CARD = "card", "For one card."
    SERVER = "server", "For one server."
    RACK = "rack", "For one rack."
    SYSTEM = "system", "For one system."
    SHARE = "share", "For one share of a company."
    CHIP_HOUR = "chip_hour", "For one chip and hour."
    MINUTE = "minute", "For a minute."
    HOUR = "hour", "For an hour."
    DAY = "day", "For a day."
    WEEK = "week", "For a week."
    MONTH = "month", "For a month."
    QUARTER = "quarter", "For a quarter."
    YEAR = "year", "For a year."
    GIGAWATT = "gigawatt", "For a gigawatt of capacity."
    USER = "user", "For one user."
    USER_MONTH = "user_month", "For one user and month."
    IMAGE = "image", "For one image."
    SECOND = "second", "For a second of video or sound."
    THOUSAND_TOKENS = "thousand_tokens", "For a thousand tokens."
    THOUSAND_INPUT_TOKENS = "thousand_input_tokens", "For a thousand tokens that a model reads."
    THOUSAND_OUTPUT_TOKENS = "thousand_output_tokens", "For a thousand tokens that a model writes."
    MILLION_TOKENS = "million_tokens", "For a million tokens."
    MILLION_INPUT_TOKENS = "million_input_tokens", "For a million tokens that a model reads."
    MILLION_CACHED_TOKENS = "million_cached_tokens", "For a million that it has read before."
    MILLION_OUTPUT_TOKENS = "million_output_tokens", "For a million tokens that a model writes."


class Qualifier(Term):
    """How firmly an amount is stated."""

    EXACT = "exact", "A bare number."
    ABOUT = "about", "About, around, some, roughly."
    NEARLY = "nearly", "Nearly, almost, close to: the number is the upper bound."
    MORE_THAN = "more_than", "More than, over: the number is the lower bound."
    AT_LEAST = "at_least", "At least: the number is the lower bound."
    LESS_THAN = "less_than", "Fewer than, less than, under: the number is the upper bound."
    UP_TO = "up_to", "Up to, at most: the number is the upper bound."
    RANGE = "range", "Between two numbers."
    MAGNITUDE = "magnitude", "An order of magnitude, such as tens of thousands."
    PART_OF = "part_of", "An unstated part of a number that several parties share."


class Stance(Term):
    """What a source does with what it tells."""

    SAYS = "says", "Says that it is so; the only stance that competes for a value."
    EXPECTS = "expects", "Says that it is planned, sought, due, targeted or forecast."
    DENIES = "denies", "Says that it is not so."
    SILENT = "silent", "Declined to comment, or has announced nothing."


class OrganizationRole(Term):
    """What an organization is to the dataset."""

    PARTY = "party", "Takes part in deals, or makes products."
    NEWSROOM = "newsroom", "Does its own reporting."
    AUTHORITY = "authority", "A government, regulator or public body."
    TRACKER = "tracker", "Measures users, shipments or downloads."
    ANALYST = "analyst", "Estimates and rates."
    COURT = "court", "Judges."
    UNIVERSITY = "university", "Teaches and researches."


class Sector(Term):
    """What an organization that takes part in deals mainly does."""

    HYPERSCALER = "hyperscaler", "Runs data centres worldwide, for itself and as a cloud."
    NEOCLOUD = "neocloud", "Rents out accelerators as its main business."
    DATA_CENTRE = "data_centre", "Builds or runs sites in which others compute."
    AI_LAB = "ai_lab", "Develops models as its main business."
    INTERNET_COMPANY = "internet_company", "Runs platforms for consumers."
    TELECOM_OPERATOR = "telecom_operator", "Runs networks."
    SOFTWARE = "software", "Makes software or provides IT services."
    CHIP_MAKER = "chip_maker", "Designs or makes chips, or their parts."
    FOUNDRY = "foundry", "Makes or packages chips for others."
    SERVER_MAKER = "server_maker", "Makes servers or systems."
    RESELLER = "reseller", "Distributes, resells or integrates hardware."
    CAR_MAKER = "car_maker", "Makes vehicles."
    ROBOTICS = "robotics", "Makes robots."
    UNIVERSITY = "university", "Teaches and researches."
    LABORATORY = "laboratory", "A research institute or computing centre."
    GOVERNMENT = "government", "A state, ministry, agency or union of states."
    STATE_COMPANY = "state_company", "A company of the state in another trade."
    FINANCE = "finance", "Lends or invests."
    INDUSTRY = "industry", "Any other trade."


KNOWN_PUBLISHER_ROLES = (
    OrganizationRole.PARTY,
    OrganizationRole.NEWSROOM,
    OrganizationRole.AUTHORITY,
    OrganizationRole.TRACKER,
    OrganizationRole.ANALYST,
)
"""Roles whose own pages are an origin when they name nobody."""

ROLE_TIERS = {
    OrganizationRole.PARTY: 1,
    OrganizationRole.AUTHORITY: 1,
    OrganizationRole.COURT: 1,
    OrganizationRole.NEWSROOM: 2,
    OrganizationRole.UNIVERSITY: 2,
    OrganizationRole.TRACKER: 3,
    OrganizationRole.ANALYST: 3,
}
"""The tier of a claim by the role of its origin; the lower comes first."""
WEAK_TIER = 4
"""The tier of a claim that has no origin."""


class LaunchEvent(Term):
    """What happened to a product."""

    ANNOUNCED = "announced", "Made public, not yet to be had."
    PRIVATE_PREVIEW = "private_preview", "To be had by invitation."
    PREVIEW = "preview", "To be had by anybody as a test or beta."
    SAMPLING = "sampling", "Samples of a chip go to customers."
    MASS_PRODUCTION = "mass_production", "A chip is made in quantity."
    RELEASED = "released", "To be had."
    AVAILABLE = "available", "To be had, with no word on since when; its price where one is told."
    GENERAL_AVAILABILITY = "general_availability", "To be had without limits, after a preview."
    REGIONAL_RELEASE = "regional_release", "To be had in one more place."
    PRICE_CHANGE = "price_change", "Its price changed."
    RENAMED = "renamed", "It has a new name."
    DELAYED = "delayed", "It comes later than it was due."
    SUSPENDED = "suspended", "Halted for a time."
    DISCONTINUATION_ANNOUNCED = "discontinuation_announced", "Its end was made public."
    DISCONTINUED = "discontinued", "It ended."


class ProductCategory(Term):
    """What a product is."""

    CHIP = "chip", "An accelerator chip."
    CHIP_FAMILY = "chip_family", "A generation or line of chips."
    CHIP_IP = "chip_ip", "A design that others build into their chips."
    SYSTEM = "system", "A card, server, rack or cluster that holds chips."
    FOUNDATION_MODEL = "foundation_model", "A model whose weights are closed."
    OPEN_WEIGHT_MODEL = "open_weight_model", "A model whose weights can be downloaded."
    CHATBOT = "chatbot", "A general assistant to chat with."
    COMPANION = "companion", "A character to chat with."
    SEARCH = "search", "Search that answers."
    VOICE_ASSISTANT = "voice_assistant", "An assistant spoken to."
    AGENT = "agent", "Acts on its user's behalf."
    AGENT_PLATFORM = "agent_platform", "Where agents are built."
    CODING = "coding", "Writes code."
    IMAGE_GENERATION = "image_generation", "Makes images."
    VIDEO_GENERATION = "video_generation", "Makes videos."
    MUSIC_GENERATION = "music_generation", "Makes music."
    SPEECH = "speech", "Hears or speaks."
    TRANSLATION = "translation", "Translates."
    MEDIA_EDITING = "media_editing", "Edits photos or videos."
    CAMERA = "camera", "Takes photos or videos with effects."
    WRITING = "writing", "Helps to write."
    HEALTH = "health", "Serves health."
    EDUCATION = "education", "Serves learning."
    BROWSER = "browser", "A browser."
    DEVICE = "device", "A thing to hold or wear."
    SOCIAL = "social", "A social network."
    API = "api", "Called by programs."
    DEVELOPER_PLATFORM = "developer_platform", "Where developers build and run models."
    SUBSCRIPTION = "subscription", "A plan that is paid for."
    FEATURE = "feature", "A part of another product."
    MARKET_SEGMENT = "market_segment", "A whole kind of products, as trackers count it."


CHIP_CATEGORIES = (
    ProductCategory.CHIP,
    ProductCategory.CHIP_FAMILY,
    ProductCategory.CHIP_IP,
    ProductCategory.SYSTEM,
)
"""Categories of what can be bought, specified or compared as a chip."""


class Metric(Term):
    """What is counted of a product's use."""

    MAU = "mau", "Users active in a month."
    WAU = "wau", "Users active in a week."
    DAU = "dau", "Users active in a day."
    USERS = "users", "Users, with no word on how they are counted."
    REGISTERED_USERS = "registered_users", "Accounts."
    DOWNLOADS = "downloads", "Downloads or installations."
    PAID_SUBSCRIBERS = "paid_subscribers", "People who pay."
    PAID_SEATS = "paid_seats", "Seats that organizations pay for."
    ENTERPRISE_CUSTOMERS = "enterprise_customers", "Organizations that are customers."
    DEVELOPERS = "developers", "Developers who build with it."
    CREATORS = "creators", "People who publish with it."
    VISITS = "visits", "Visits to a site."
    VISITORS = "visitors", "Different visitors to a site."
    QUERIES = "queries", "Questions asked."
    MESSAGES = "messages", "Messages sent."
    TOKENS = "tokens", "Tokens read or written."
    GENERATIONS = "generations", "Images, videos or songs made."
    USAGE_TIME = "usage_time", "Time spent."
    DEVICES = "devices", "Devices that run it."
    UNITS_SOLD = "units_sold", "Devices of it that were sold or shipped."
    ORDERS = "orders", "Orders placed through it."
    REACH = "reach", "Part of a population that uses it."
    SHARE = "share", "Part of a market."


class Scope(Term):
    """Which part of a product an observation counts."""

    APP = "app", "The app."
    WEB = "web", "The site."
    DESKTOP = "desktop", "The desktop program."
    ALL_CHANNELS = "all_channels", "App, web and all else."
    FAMILY = "family", "The product with all its members."
    FEATURE = "feature", "A part of another product."
    API = "api", "Calls by programs."
    MODEL = "model", "The model wherever it runs."


class Platform(Term):
    """The platform that an observation is limited to."""

    IOS = "ios", "iOS."
    ANDROID = "android", "Android."
    MOBILE = "mobile", "Phones and tablets."
    WEB = "web", "Browsers."
    DESKTOP = "desktop", "Desktop computers."


class Window(Term):
    """The period over which an observation counts; also `first N days|weeks|months`."""

    DAY = "day", "One day."
    WEEK = "week", "One week."
    MONTH = "month", "One month."
    QUARTER_AVERAGE = "quarter_average", "The average of a quarter's months."
    HALF_YEAR_AVERAGE = "half_year_average", "The average of six months."
    PEAK = "peak", "The highest day, week or month so far."
    CUMULATIVE = "cumulative", "Everything since the start."


WINDOW_PATTERN = r"^(?:" + "|".join(Window) + r"|first [1-9][0-9]* (?:day|week|month)s?)$"


class SourceType(Term):
    """What kind of document a source is."""

    NEWS = "news", "A report of a newsroom or news site."
    PRESS_RELEASE = "press_release", "A release of a party."
    FILING = "filing", "A filing with an exchange or regulator."
    EARNINGS_CALL = "earnings_call", "A transcript or report of an earnings call."
    COURT_DOCUMENT = "court_document", "An indictment, ruling or other paper of a case."
    GOVERNMENT = "government", "A document of a government."
    REGULATOR = "regulator", "A document of a regulator."
    TENDER_NOTICE = "tender_notice", "A call for tenders or an award notice."
    TRACKER = "tracker", "A page of who measures."
    ANALYST_REPORT = "analyst_report", "A report of an analyst."
    COMPANY_BLOG = "company_blog", "A company's own page or blog."
    INTERVIEW = "interview", "An interview."
    SOCIAL_POST = "social_post", "A post on a social network."
    ENCYCLOPEDIA = "encyclopedia", "An encyclopedia."
    AGGREGATOR = "aggregator", "A page that retells other pages."


class PassageState(Term):
    """What became of the sentence that carries a claim."""

    FOUND = "found", "It stands on the page, with every figure of its claim."
    FIGURE_MISSING = "figure missing", "It stands there, without a figure of its claim."
    CHANGED = "changed", "One that starts and ends as it did stands there, and reads otherwise."
    GONE = "gone", "None that starts and ends as it did stands there."
    NOT_SEALED = "not sealed", "It is a quote still, and nothing tells it from another."


class CheckResult(Term):
    """What came of looking for a source's sentences on its page."""

    FOUND = "found", "Every sentence stands on the page, with its figures."
    MOVED = "moved", "Every sentence stands on another page, to which the address leads."
    CHANGED = "changed", "A sentence, or a figure in it, does not stand there as it was sealed."
    GONE = "gone", "The server says that there is no such page (404, 410)."
    REFUSED = "refused", "The server does not give the page to a program (401, 403, 429 and such)."
    ROBOTS = "robots", "The site's robots.txt asks programs not to read the page."
    UNREACHABLE = "unreachable", "No whole answer came: no host, no end, or an error of the server."
    UNSAFE = "unsafe", "The address is, or leads to, none of the public web."
    TOO_LARGE = "too_large", "The page is larger than what is read of one."
    NOT_TEXT = "not_text", "What came is no HTML or plain text: a PDF, an image, a download."


class Spec(Term):
    """What is specified of a chip or system."""

    MEMORY = "memory", "Memory on the package or board."
    MEMORY_BANDWIDTH = "memory_bandwidth", "Bandwidth of that memory."
    ON_CHIP_MEMORY = "on_chip_memory", "Memory on the die itself, such as SRAM and caches."
    COMPUTE = "compute", "Peak operations per second at one precision."
    INTERCONNECT_BANDWIDTH = "interconnect_bandwidth", "Bandwidth to other chips."
    POWER = "power", "Design or board power."
    PROCESS = "process", "The process that it is made in."
    DIE_AREA = "die_area", "Area of the die."
    TRANSISTORS = "transistors", "Transistors on it."
    CLOCK = "clock", "Clock frequency."
    CHIPS = "chips", "Chips, cards or servers that a system holds."
    DIES = "dies", "Dies that a chip holds."
    EXPORT_CLASS = "export_class", "Its class under export controls, as printed."


class Precision(Term):
    """The number format of a compute figure."""

    FP64 = "fp64", "64-bit floating point."
    FP32 = "fp32", "32-bit floating point."
    TF32 = "tf32", "NVIDIA's 19-bit format for 32-bit work."
    FP16 = "fp16", "16-bit floating point."
    BF16 = "bf16", "16-bit brain floating point."
    FP8 = "fp8", "8-bit floating point."
    FP6 = "fp6", "6-bit floating point."
    FP4 = "fp4", "4-bit floating point."
    INT16 = "int16", "16-bit integers."
    INT8 = "int8", "8-bit integers."
    INT4 = "int4", "4-bit integers."


class Sparsity(Term):
    """Whether a compute figure counts the zeros that the hardware skips."""

    DENSE = "dense", "Counts every operation that is done."
    SPARSE = "sparse", "Counts operations that structured sparsity skips."


class Clock(Term):
    """The clock that a compute figure assumes."""

    BASE = "base", "Base clock."
    BOOST = "boost", "Boost clock."


class Aspect(Term):
    """In what one chip is compared with another."""

    PERFORMANCE = "performance", "Speed in general."
    TRAINING = "training", "Speed at training."
    INFERENCE = "inference", "Speed at inference."
    EFFICIENCY = "efficiency", "Work done per energy."
    MEMORY = "memory", "Memory and its bandwidth."
    PRICE = "price", "Price, or work done per money."
    SOFTWARE = "software", "Software around it."
    OVERALL = "overall", "All in all."


class Result(Term):
    """How a comparison ends for the chip that it is about."""

    BETTER = "better", "Better than the other."
    SIMILAR = "similar", "About as good as the other."
    WORSE = "worse", "Worse than the other."

"""Rules on organizations, products and ids as such."""

from __future__ import annotations

from collections.abc import Iterator

from ai_chip_deals.checks.facts import Fact, Group, kind_of, states
from ai_chip_deals.checks.index import Index
from ai_chip_deals.checks.references import NAMES, Said, said_by
from ai_chip_deals.checks.rules import RULES, rule_of_one_file, rule_on
from ai_chip_deals.errors import Problem, did_you_mean
from ai_chip_deals.raw.chains import Imprint, publisher_of
from ai_chip_deals.raw.deal import Deal
from ai_chip_deals.raw.fields import RawFile
from ai_chip_deals.raw.files import File, Tree
from ai_chip_deals.raw.organization import Organization
from ai_chip_deals.raw.product import Product
from ai_chip_deals.raw.redirects import Redirects
from ai_chip_deals.raw.source import Source
from ai_chip_deals.vocabulary import CHIP_CATEGORIES, RESERVED_IDS


@states
def what_it_is(file: File[RawFile]) -> Iterator[Fact]:
    """What the file of an organization, product or deal says of itself."""
    data = file.data
    if isinstance(data, Organization):
        about = {"role": data.role, "parent": data.parent, "domains": data.domains}
        yield Fact(("about", "organizations", file.id), about, ())
    elif isinstance(data, Product):
        about = {"maker": data.maker, "family": data.family}
        yield Fact(("about", "products", file.id), about, ())
    elif isinstance(data, Deal):
        others = [*data.extends, *data.replaces, *data.related, *data.distinct_from]
        about = {
            "part_of": data.part_of,
            "same_hardware_as": data.same_hardware_as,
            "others": others,
        }
        yield Fact(("about", "deals", file.id), about, ())


@states
def domains(file: File[RawFile]) -> Iterator[Fact]:
    """Which organization owns a domain, and which pages lie on it that name no publisher."""
    if isinstance(file.data, Organization):
        for index, domain in enumerate(file.data.domains):
            yield Fact(("domain", domain), ("owns",), ("domains", index))
    elif isinstance(file.data, Source) and not file.data.publisher:
        host = Imprint.of(file.data).host
        labels = host.split(".")
        for start in range(len(labels) - 1):
            yield Fact(("domain", ".".join(labels[start:])), ("lies", host), ("url",))


@states
def redirects(file: File[RawFile]) -> Iterator[Fact]:
    """Which ids were given up, and where they went."""
    if isinstance(file.data, Redirects):
        for kind in ("organizations", "products", "deals", "sources"):
            for old, redirect in getattr(file.data, kind).items():
                yield Fact((NAMES, kind, old), (Said.GIVEN_UP, redirect.to), (kind, old))
                yield Fact((NAMES, kind, redirect.to), (Said.GONE_TO,), (kind, old, "to"))


@rule_of_one_file
def reserved_id(tree: Tree) -> Iterator[Problem]:
    """No organization has an id that is reserved."""
    for identifier in RESERVED_IDS & tree.organizations.keys():
        document = tree.organizations[identifier].document
        got, expected = f"the id {identifier!r}", "an id that is not reserved"
        yield document.problem((), got, expected, "Rename the file.", rule="reserved-id")


@rule_on(NAMES)
def unused_entity(group: Group, others: Index) -> Iterator[Problem]:
    """Every organization, product and deal is named by another file, or publishes a source."""
    _, kind, identifier = group.key
    files = said_by(group, Said.IS)
    if not files or kind == "sources":
        return
    naming = {known.place for known in said_by(group, Said.NAMED, Said.LINKED)}
    if naming - {files[0].place} or (kind == "organizations" and _publishes(identifier, others)):
        return
    if others.may_say_more:
        return  # a file that cannot be read yet may name it
    got, fix = (
        f"{identifier!r}, which nothing names",
        "Delete the file, or add the source that it is for.",
    )
    yield from others.problems(
        files[0], got, "a use of it", fix, rule="unused-entity", warning=True
    )


def _publishes(organization: str, others: Index) -> bool:
    domains = others.about("organizations", organization)["domains"]
    lying = (known.said for domain in domains for known in others.facts("domain", domain))
    hosts = {said[1] for said in lying if said[0] == "lies"}
    return any(publisher_of(others, Imprint(None, host)) == organization for host in hosts)


@rule_on("domain")
def domain_twice(group: Group, others: Index) -> Iterator[Problem]:
    """Every domain belongs to one organization, so that a page has one publisher."""
    owners = [known for known in group.facts if known.said == ["owns"]]
    for known in owners[1:]:
        got = f"{group.key[1]!r}"
        expected = f"a domain that {owners[0].id!r} does not have"
        fix = "Leave it to one of them."
        yield from others.problems(known, got, expected, fix, rule="domain-twice")


@rule_on(NAMES)
def chip_category(group: Group, others: Index) -> Iterator[Problem]:
    """What is bought, specified or compared as a chip is a chip or a system."""
    for product in said_by(group, Said.IS):
        if group.key[1] != "products" or product.said[1] in CHIP_CATEGORIES:
            continue
        got = f"{product.id!r}, a {product.said[1]}"
        expected = f"a product of category {', '.join(CHIP_CATEGORIES)}"
        for known in said_by(group, Said.AS_CHIP):
            yield from others.problems(known, got, expected, rule="chip-category")


@rule_on(NAMES)
def redirect_target(group: Group, others: Index) -> Iterator[Problem]:
    """An id that was given up has no file any more, and the one it went to has one."""
    _, kind, identifier = group.key
    files, rule = said_by(group, Said.IS), "redirect-target"
    for known in said_by(group, Said.GIVEN_UP) if files else ():
        got, fix = f"{identifier!r}, which has a file", "Delete the file or the redirect."
        yield from others.problems(known, got, "an id given up", fix, rule=rule)
    gone_to = said_by(group, Said.GONE_TO)
    if gone_to and not files and not others.may_be(identifier):
        fix = did_you_mean(identifier, others.ids(kind))
        expected = f"the name of a file in raw/{kind}/"
        yield from others.problems(gone_to[0], repr(identifier), expected, fix, rule=rule)


@states
def accepts(file: File[RawFile]) -> Iterator[Fact]:
    """The rules whose warnings a file accepts."""
    for name in file.data.accept:
        yield Fact(("accepts", kind_of(file), file.id, name), (), ("accept", name))


@rule_of_one_file
def accepted_rule(tree: Tree) -> Iterator[Problem]:
    """A file accepts warnings only of rules that exist."""
    for file in tree.files():
        for name in file.data.accept:
            if name not in RULES:
                at, fix = ("accept", name), did_you_mean(name, RULES)
                expected = "the id of a rule"
                yield file.document.problem(at, repr(name), expected, fix, rule="accepted-rule")

"""Rules within one claim."""

from __future__ import annotations

from collections.abc import Iterator

from ai_chip_deals.checks.rules import rule_of_one_file
from ai_chip_deals.errors import Problem, did_you_mean, shown
from ai_chip_deals.raw.building import Steps
from ai_chip_deals.raw.claims import (
    ChipSpecClaim,
    Claim,
    ComparisonClaim,
    DealClaim,
    LaunchClaim,
    UserMetricClaim,
)
from ai_chip_deals.raw.files import Tree
from ai_chip_deals.raw.passages import MAX_CHARACTERS, MAX_WORDS, figures_digest, is_an_end
from ai_chip_deals.raw.reader import Document
from ai_chip_deals.raw.sealing import sealed_figures
from ai_chip_deals.vocabulary import (
    ANONYMOUS,
    IMPLIED_STAGES,
    UNNAMED_REPORTS,
    Figure,
    PartyRole,
    Spec,
    Stage,
    Stance,
)

DENIABLE: dict[type[Claim], tuple[str, ...]] = {
    DealClaim: tuple(dict.fromkeys(("deal", "chip", "term", *PartyRole, *Figure, *Stage))),
    LaunchClaim: ("date", "price", "to"),
    UserMetricClaim: ("value",),
    ChipSpecClaim: ("value",),
    ComparisonClaim: ("result",),
}
"""What a claim of each type may deny."""

_VALUES: dict[type[Claim], tuple[str, ...]] = {
    DealClaim: (
        *Figure,
        *PartyRole,
        *("stage", "event", "date", "term", "during", "paid_by"),
    ),
    LaunchClaim: ("date", "price", "to"),
    UserMetricClaim: ("value",),
    ChipSpecClaim: ("value", "text"),
    ComparisonClaim: (),
}
"""The fields by which a claim of each type states something; a comparison cannot do without."""

_TEXT_SPECS = (Spec.PROCESS, Spec.EXPORT_CLASS)


@rule_of_one_file
def unsealed_quote(tree: Tree) -> Iterator[Problem]:
    """Every quote is sealed into a passage before it is committed."""
    for document, steps, claim in _claims(tree):
        if claim.quote is not None:
            at, fix = (*steps, "quote"), f"Run: ai-chip-deals seal {shown(document.path)}"
            yield document.problem(at, "a quote", "a sealed passage", fix, rule="unsealed-quote")


@rule_of_one_file
def missing_passage(tree: Tree) -> Iterator[Problem]:
    """Every claim points at the sentence that carries it."""
    for document, steps, claim in _claims(tree):
        if claim.quote is None and claim.passage is None:
            fix = "Paste the sentence as quote: and run ai-chip-deals seal."
            yield document.problem(steps, "no passage", "one", fix, rule="missing-passage")


@rule_of_one_file
def passage_length(tree: Tree) -> Iterator[Problem]:
    """A passage shows at least a word at each end of its sentence, and at most six."""
    for document, steps, claim in _claims(tree):
        ends = {"start": claim.passage.start, "end": claim.passage.end} if claim.passage else {}
        for name, text in ends.items():
            if not is_an_end(text):
                at, got = (*steps, "passage", name), repr(text)
                fix = "Paste the sentence as quote: in place of the passage and seal it again."
                expected = f"1 to {MAX_WORDS} words, or up to {MAX_CHARACTERS} characters"
                yield document.problem(at, got, expected, fix, rule="passage-length")


@rule_of_one_file
def figure_edited(tree: Tree) -> Iterator[Problem]:
    """A claim's figures and dates are those that its passage was sealed with."""
    for document, steps, claim in _claims(tree):
        if claim.passage and claim.passage.figures != figures_digest(sealed_figures(claim)):
            stated = ", ".join(f"{name} {text}" for name, text in sealed_figures(claim).items())
            fix = (
                "Put the old one back, or paste the sentence of the page as quote: in place of the "
                f"passage and run: ai-chip-deals seal {shown(document.path)}"
            )
            expected = "the figures and dates that were sealed with the passage"
            at = (*steps, "passage")
            yield document.problem(at, stated or "none", expected, fix, rule="figure-edited")


@rule_of_one_file
def denial_of_something(tree: Tree) -> Iterator[Problem]:
    """A denial names what is denied, by a name that exists, and only a denial does."""
    for document, steps, claim in _claims(tree):
        if (claim.stance is Stance.DENIES) != bool(claim.denies):
            at, got, expected = (*steps, "stance"), "a denial of nothing", "what is denied"
            fix = "Add denies: [deal], or in place of deal what alone is denied, such as ordered."
            if claim.denies:
                at, got, expected = (*steps, "denies"), "denies: without its stance", "both"
                fix = "Add stance: denies."
            yield document.problem(at, got, expected, fix, rule="denial-of-something")
        names = DENIABLE[type(claim)]
        for index, denied in enumerate(claim.denies):
            if denied not in names:
                at, fix = (*steps, "denies", index), did_you_mean(denied, names)
                expected = f"one of {', '.join(names)}"
                yield document.problem(at, repr(denied), expected, fix, rule="denial-of-something")


@rule_of_one_file
def denial_without_values(tree: Tree) -> Iterator[Problem]:
    """A denial or silence supplies no value; what is denied stands in the claim that says it."""
    for document, steps, claim in _claims(tree):
        if claim.stance not in (Stance.DENIES, Stance.SILENT):
            continue
        for name in _VALUES[type(claim)]:
            if getattr(claim, name) is not None:
                expected = f"nothing stated where the stance is {claim.stance}"
                fix = "Delete the line."
                if claim.stance is Stance.DENIES and name not in claim.denies:
                    fix = f"Delete the line, and add {name} to denies: if that is denied."
                at = (*steps, name)
                got = repr(document.text[document.values[at].start : document.values[at].end])
                yield document.problem(at, got, expected, fix, rule="denial-without-values")


@rule_of_one_file
def chain_end(tree: Tree) -> Iterator[Problem]:
    """The words anonymous and unnamed-reports only end a chain of attribution."""
    for document, steps, claim in _claims(tree):
        for index, link in enumerate(claim.according_to[:-1]):
            if link in (ANONYMOUS, UNNAMED_REPORTS):
                at, after = (*steps, "according_to", index), claim.according_to[index + 1]
                got, expected = f"{link!r} before {after!r}", "it last, for it names nobody"
                fix = f"Write '[{after}, {link}]' where unnamed people told {after}."
                yield document.problem(at, got, expected, fix, rule="chain-end")


@rule_of_one_file
def spec_value(tree: Tree) -> Iterator[Problem]:
    """A specification has a value, or for a process or export class a text, and not both."""
    for document, steps, claim in _claims(tree):
        if isinstance(claim, ChipSpecClaim) and claim.stance is Stance.SAYS:
            misplaced = claim.text is not None and claim.spec not in _TEXT_SPECS
            if misplaced or (claim.text is None) == (claim.value is None):
                expected = "either value or, for process and export_class, text"
                fix = "Add value: with its unit, such as '141 GB'."
                yield document.problem(steps, "both or neither", expected, fix, rule="spec-value")


@rule_of_one_file
def metric_value(tree: Tree) -> Iterator[Problem]:
    """A claim on users has a value, unless it denies one."""
    for document, steps, claim in _claims(tree):
        states = claim.stance in (Stance.SAYS, Stance.EXPECTS)
        if isinstance(claim, UserMetricClaim) and states and claim.value is None:
            fix = "Add value:, such as 'more than 10M'."
            yield document.problem(steps, "no value", "a value", fix, rule="metric-value")


@rule_of_one_file
def date_of_a_stage(tree: Tree) -> Iterator[Problem]:
    """A date or event of a deal belongs to a stage, stated or implied by a figure."""
    for document, steps, claim in _claims(tree):
        if not isinstance(claim, DealClaim):
            continue
        if claim.event and not claim.stage:
            at, expected = (*steps, "event"), "an event beside its stage"
            yield document.problem(at, "no stage", expected, rule="date-of-a-stage")
        if claim.date and not claim.stage:
            implied = {IMPLIED_STAGES[name] for name in claim.figures() if name in IMPLIED_STAGES}
            if len(implied) != 1:
                at, fix = (*steps, "date"), "Add stage:, or write as_of: for the date of a state."
                got = f"the stages {', '.join(sorted(implied))}" if implied else "no stage"
                yield document.problem(at, got, "one stage to date", fix, rule="date-of-a-stage")


def _claims(tree: Tree) -> Iterator[tuple[Document, Steps, Claim]]:
    for source in tree.sources.values():
        for group, index, claim in source.data.claims():
            yield source.document, (group, index), claim

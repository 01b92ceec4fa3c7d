"""Pull requests from a fork, good and bad, judged by the steps of the workflow itself.

Remote, fork, merge and checkouts are real repositories of git; the scripts are run as written in
`.github/workflows/validate.yml`. Only the installation is left out: the validator is this one.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from conftest import World, make_deal, make_source, order
from workflows import Runner, git

from ai_chip_deals.checks.rules import READING_RULES, RULES

WORKFLOW = Path(__file__).parent.parent / ".github/workflows/validate.yml"
INSTALLS = "Install the validator of the base"
SUMS_UP = "Sum up what the change adds, changes and removes"


@pytest.fixture(scope="module")
def remote(tmp_path_factory):
    """The repository of the project: a world in raw/ and something beside it, on main."""
    seed = tmp_path_factory.mktemp("seed")
    world = World(seed / "raw")
    world.page("reuters.com", order(ordered=100), identifier="page")
    (seed / "README.md").write_text("# Deals\n", "utf-8")
    git(seed, "init", "--quiet", "--initial-branch=main")
    git(seed, "add", ".")
    git(seed, "commit", "--quiet", "--message=First")
    remote = tmp_path_factory.mktemp("remote")
    git(remote, "clone", "--quiet", "--bare", seed, ".")
    return remote


class PullRequest:
    """A branch of a fork, what it changes, and the job that judges it."""

    def __init__(self, remote, folder):
        self.remote, self.folder = remote, folder
        self.fork = folder / "fork"
        git(folder, "clone", "--quiet", remote, self.fork)
        git(self.fork, "checkout", "--quiet", "-b", "change")
        self.world = World(self.fork / "raw")

    def write(self, path, text):
        file = self.fork / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")

    def judged(self, without=frozenset({INSTALLS, SUMS_UP})):
        """Run the workflow on the change as merged; what may not change must be as it was."""
        git(self.fork, "add", "--all", ".")
        git(self.fork, "commit", "--quiet", "--message=Change")
        git(self.fork, "checkout", "--quiet", "-b", "merge", "origin/main")
        git(self.fork, "merge", "--quiet", "--no-ff", "--no-edit", "change")
        git(self.fork, "push", "--quiet", self.remote, "+merge:refs/pull/1/merge")
        before = git(self.remote, "for-each-ref")
        workspace = self.folder / "workspace"
        run = Runner(WORKFLOW, self.remote, workspace, "refs/pull/1/merge").run(without)
        assert git(self.remote, "for-each-ref") == before
        for checkout in workspace.iterdir():
            assert git(checkout, "status", "--porcelain", "--ignored") == ""
        return run


@pytest.fixture
def pull_request(remote, tmp_path):
    return PullRequest(remote, tmp_path)


def commands(log):
    """The lines of a log that a runner takes for commands."""
    return [line for line in log.splitlines() if line.lstrip().startswith("::") or "##[" in line]


def annotated(log):
    """What the annotations of a log say, all of which are of our own making."""
    places = r"::(?:error|warning) file=[^,:]+,title=(?P<rule>[a-z0-9-]+)(?:,line=\d+,col=\d+)?"
    found = [re.fullmatch(rf"{places}::(?P<says>.*)", line) for line in commands(log)]
    assert {match["rule"] for match in found} <= {*RULES, *READING_RULES}
    return [match["says"] for match in found]


def test_a_good_change_passes(pull_request):
    pull_request.world.add(
        "deals", "second-order", make_deal(title="Alibaba orders H20", buyers=["alibaba"])
    )
    pull_request.world.page("engadget.com", {"deal": "second-order", "ordered": "about 1800"})
    run = pull_request.judged()
    assert (run.log, run.steps["Validate"]) == ("0 errors, 0 warnings\n", True)
    assert run.passed


def test_a_change_that_touches_no_data_is_left_to_the_tests(pull_request):
    pull_request.write("README.md", "# All deals\n")
    run = pull_request.judged()
    assert "Validate" not in run.steps
    assert run.passed
    assert run.summary == "This change touches nothing in raw/. The ci workflow tests it.\n"


def test_what_the_base_branch_got_meanwhile_is_not_held_against_the_change(pull_request, tmp_path):
    pull_request.world.page("engadget.com", order(ordered="about 90"))
    (tmp_path / "meanwhile").mkdir()
    main = PullRequest(pull_request.remote, tmp_path / "meanwhile")
    main.write("CHANGELOG.md", "# Changes\n")
    git(main.fork, "add", ".")
    git(main.fork, "commit", "--quiet", "--message=Meanwhile")
    git(pull_request.fork, "fetch", "--quiet", main.fork, "change:refs/remotes/origin/main")
    assert pull_request.judged().passed


def test_the_summary_tells_what_a_change_adds_changes_and_removes_and_takes_no_markup(pull_request):
    pull_request.world.page("engadget.com", order(ordered="about 90"))
    title = "ByteDance `orders` *910B* | # @all ![x] &lt;b>"
    pull_request.world.add("deals", "order", make_deal(title=title))
    (pull_request.fork / "raw/products/h20.yaml").unlink()
    run = pull_request.judged({INSTALLS})
    assert run.passed
    lines = run.summary.splitlines()
    assert {"- added: engadget-1", "- removed: h20", "- changed: order"} <= set(lines)
    [told] = [line for line in lines if line.startswith("  - title")]
    shown = r"ByteDance \`orders\` \*910B\* \| \# &#64;all !\[x\] &amp;lt;b&gt;"
    assert told == rf"  - title\: ByteDance orders Ascend 910B -&gt; {shown}"


def yaml_bomb(change):
    levels = "".join(f"{name}: &{name} [*{above}, *{above}]\n" for above, name in ("ab", "bc"))
    change.write("raw/deals/bomb.yaml", "a: &a [x, x]\n" + levels)


def bomb_of_braces(change):
    change.write("raw/deals/bomb.yaml", "a: " + "{a: " * 100_000)


def workflow_beside_data(change):
    change.world.page("engadget.com", order(ordered=90))
    change.write(".github/workflows/validate.yml", "on: pull_request_target\n")


def validator_of_its_own(change):
    change.world.page("engadget.com", order(ordered="more then 90", quote="Not sealed."))
    change.write("ai_chip_deals/__init__.py", "raise SystemExit(0)\n")
    change.write("sitecustomize.py", "raise SystemExit(0)\n")


def program_in_raw(change):
    change.write("raw/sitecustomize.py", "raise SystemExit(0)\n")


def right_to_left_override(change):
    change.write("raw/deals/order-2.yaml", "title: An \u202eredro\nkind: purchase\n")


def id_that_shadows_another(change):
    page = change.world.page("engadget.com", order(ordered=90), identifier="other")
    change.write("raw/sources/2027/page.yaml", page.read_text("utf-8"))
    page.unlink()


def schema_elsewhere(change):
    change.write(
        "raw/deals/order-2.yaml",
        "# yaml-language-server: $schema=https://example.com/deal.json\n"
        "title: An order\nkind: purchase\n",
    )


def fifty_megabytes(change):
    change.write("raw/deals/order-2.yaml", "title: " + "x" * 50_000_000)


def symbolic_link(change):
    (change.fork / "raw/deals/order-2.yaml").symlink_to("/etc/passwd")


def link_in_place_of_raw(change):
    git(change.fork, "rm", "-r", "--quiet", "raw")
    (change.fork / "raw").symlink_to("../base/raw")


def repository_within_raw(change):
    git(change.fork, "init", "--quiet", "raw/deals/more")
    git(change.fork / "raw/deals/more", "commit", "--allow-empty", "--quiet", "--message=More")


def quote_without_its_figure(change):
    change.world.page("engadget.com", order(ordered=90, quote="It ordered chips from Huawei."))


def figure_edited_after_sealing(change):
    page = change.fork / "raw/sources/2026/page.yaml"
    page.write_text(page.read_text("utf-8").replace("ordered: 100", "ordered: 1000"), "utf-8")


def value_that_injects_an_annotation(change):
    value = "5\r\n::error file=README.md::owned\n##[error]owned"
    change.world.page("engadget.com", order(ordered=value, quote="Not sealed."))


def name_that_injects_an_annotation(change):
    change.write("raw/deals/a\n::error title=x::owned.yaml", "title: An order\nkind: purchase\n")


def name_in_no_encoding(change):
    change.write(os.fsdecode(b"raw/deals/caf\xe9.yaml"), "title: An order\nkind: purchase\n")


def title_that_injects_markdown(change):
    title = "Deal [approved](https://example.com) by the maintainers"
    change.world.add("deals", "second-order", make_deal(title=title))


def title_that_injects_html(change):
    source = make_source(title="A page <img src=https://example.com/x>", deals=[order(ordered=90)])
    change.world.add("sources", "page-2", source)


def deal_taken_away(change):
    (change.fork / "raw/deals/order.yaml").unlink()


BAD = {
    yaml_bomb: "raw/deals/bomb.yaml:1:4: a: got an anchor, expected plain mappings, lists and text",
    bomb_of_braces: "raw/deals/bomb.yaml:1:52: ",
    workflow_beside_data: ".github/workflows/validate.yml: got a change outside of raw/, expected "
    "raw files and nothing else. Move it to a pull request of its own. (outside-raw)",
    validator_of_its_own: "raw/sources/2026/engadget-1.yaml:7:12: deals[0].ordered: got 'more then "
    "90', expected an amount",
    program_in_raw: "raw/sitecustomize.py: got a file out of place, expected organizations/",
    right_to_left_override: "raw/deals/order-2.yaml:1:11: got U+202E (right-to-left override), "
    "expected text that can be seen. Delete it. (control-character)",
    id_that_shadows_another: "raw/sources/2027/page.yaml: got 'page', expected an id of its own, "
    "not that of raw/sources/2026/page.yaml. (duplicate-id)",
    schema_elsewhere: "raw/deals/order-2.yaml:1:33: got 'https://example.com/deal.json', expected "
    "the schema of its kind in this repository. Write '# yaml-language-server: "
    "$schema=../../schemas/raw/deal.schema.json', or delete the line. (schema-line)",
    fifty_megabytes: "raw/deals/order-2.yaml: got 50,000,007 bytes, expected at most 1,000,000",
    symbolic_link: "raw/deals/order-2.yaml: got a symbolic link, expected a file or folder",
    repository_within_raw: "raw/deals/more: got another repository, expected a regular file",
    quote_without_its_figure: "raw/sources/2026/engadget-1.yaml:8:10: deals[0].quote: got a quote, "
    "expected a sealed passage. Run: ai-chip-deals seal raw/sources/2026/engadget-1.yaml",
    figure_edited_after_sealing: "raw/sources/2026/page.yaml:9:5: deals[0].passage: got ordered "
    "1000, expected the figures and dates that were sealed with the passage.",
    value_that_injects_an_annotation: "raw/sources/2026/engadget-1.yaml:7:12: deals[0].ordered: "
    r"got '5\r\n::error file=README.md::owned\n#\x23[error]owned', expected a unit",
    name_that_injects_an_annotation: r"raw/deals/a\n::error title=x::owned.yaml: got ",
    name_in_no_encoding: r"raw/deals/caf\udce9.yaml: got ",
    title_that_injects_markdown: "raw/deals/second-order.yaml:1:8: title: got '](', expected text "
    "without markup. Leave the tag or link out; write only the words that it shows. (markup)",
    title_that_injects_html: "raw/sources/2026/page-2.yaml:1:8: title: got "
    "'<img src=https://example.com/x>', expected text without markup.",
    deal_taken_away: "raw/sources/2026/page.yaml:6:9: deals[0].deal: got 'order', expected the "
    "name of a file in raw/deals/.",
}


@pytest.mark.parametrize("make", BAD, ids=lambda make: make.__name__)
def test_a_bad_change_fails_with_a_line_that_says_why(pull_request, make):
    make(pull_request)
    run = pull_request.judged()
    assert run.steps["Validate"] is False
    told = annotated(run.log)
    assert [line for line in told if line.startswith(BAD[make])] != []
    assert run.log.splitlines()[-1].startswith(f"{len(told)} error")


def test_raw_files_that_are_a_link_to_those_of_the_base_are_not_judged_in_their_place(pull_request):
    link_in_place_of_raw(pull_request)
    run = pull_request.judged()
    assert run.steps["Validate"] is False
    assert "raw: got a symbolic link, expected a folder of its own. (file-link)\n" in run.log
    assert commands(run.log) == []

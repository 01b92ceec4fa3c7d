"""The links of claims open their page at the sentence, in a real browser."""

from __future__ import annotations

import html
import re
import subprocess
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest

from ai_chip_deals.raw.passages import link, seal

pytestmark = pytest.mark.browser

PAGE = """<!doctype html>
<html><head><meta charset="utf-8"><style>p {{ margin: 3000px 0 }}</style></head>
<body><p>Nothing of this is asked for.</p>{paragraphs}<p id="part">Nor is this.</p>
<script>
const isInView = box => box.top >= 0 && box.bottom <= innerHeight;
const seen = () => [...document.querySelectorAll("p")]
  .findIndex(paragraph => isInView(paragraph.getBoundingClientRect()));
addEventListener("load", () => setTimeout(() => document.body.dataset.seen = seen(), 300));
</script></body></html>
"""
SENTENCE = "ByteDance has ordered more than 100,000 chips this year, three people told the agency."
SENTENCES = {
    "dash": "State-of-the-art chips – so-called H20s — were ordered by ByteDance-owned companies.",
    "comma": "Alibaba, Tencent, and ByteDance ordered, in all, 1,000,000 chips, or so they said.",
    "ampersand": "AT&T & others have ordered 5% more R&D chips for labs in the U.S. & D&D.",
    "chinese": "据知情人士透露，字节跳动今年已订购超过10万颗昇腾910B芯片，7月仅收到不足3万颗。",
    "curly-quotes": "“We’ve ordered ‘more than’ 100,000 chips,” its people said, “and that’s all.”",
    "existing-fragment": SENTENCE,
    "two-occurrences": SENTENCE,
    "right-to-left": "طلبت بايت دانس أكثر من مئة ألف رقاقة من هواوي هذا العام بحسب ثلاثة أشخاص.",
}
"""What is sealed, by what is awkward about it."""
OTHERS = ["Huawei has delivered fewer than 30,000 chips."]


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """A folder of pages and the address under which a server on this machine shows it."""
    folder = tmp_path_factory.mktemp("site")
    handler = partial(QuietHandler, directory=str(folder))
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    Thread(target=server.serve_forever, daemon=True).start()
    yield folder, f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


class QuietHandler(SimpleHTTPRequestHandler):
    def log_message(self, *_):
        """Say nothing."""


@pytest.fixture(scope="module")
def browse(tmp_path_factory):
    """Opens an address in headless Chromium; gives the number of the paragraph in view."""
    profile = tmp_path_factory.mktemp("profile")

    def seen(address):
        command = ["chromium", "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic"]
        command += ["--no-first-run", "--disable-background-networking"]
        command += ["--disable-component-update", "--disable-sync", f"--user-data-dir={profile}"]
        command += ["--virtual-time-budget=3000", "--dump-dom", address]
        page = subprocess.run(command, capture_output=True, text=True, timeout=120, check=True)
        return int(re.search(r'data-seen="(-?\d+)"', page.stdout)[1])

    return seen


def write_page(folder, name, *paragraphs):
    marked = "".join(f"<p>{html.escape(paragraph)}</p>" for paragraph in paragraphs)
    (folder / f"{name}.html").write_text(PAGE.format(paragraphs=marked), "utf-8")


@pytest.mark.parametrize("name", SENTENCES)
def test_a_link_scrolls_to_its_sentence(site, browse, name):
    folder, address = site
    sentence, passage = SENTENCES[name], seal(SENTENCES[name], {})
    again = [sentence] * (name == "two-occurrences")
    write_page(folder, name, *OTHERS, sentence, *OTHERS, *again)
    fragment = "#part" * (name == "existing-fragment")
    opened = link(f"{address}/{name}.html{fragment}", passage.start, passage.end)
    assert browse(opened) == 2


def test_a_link_to_a_sentence_that_is_gone_stays_at_the_top(site, browse):
    folder, address = site
    write_page(folder, "gone", *OTHERS)
    passage = seal(SENTENCE, {})
    assert browse(link(f"{address}/gone.html", passage.start, passage.end)) == -1

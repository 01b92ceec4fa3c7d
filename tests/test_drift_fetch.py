"""Fetching is polite, ends in time and room, and tells why where it reads nothing."""

from __future__ import annotations

import gzip
import ssl
import tracemalloc
import zlib
from itertools import pairwise

import pytest
import trustme
from local_web import LocalWeb, article

from ai_chip_deals.drift.fetch import USER_AGENT, Fetcher, Limits
from ai_chip_deals.errors import FetchError
from ai_chip_deals.vocabulary import REPOSITORY

QUICK = Limits(max_bytes=100_000, pause_seconds=0)
HASTY = Limits(request_seconds=0.9, wait_seconds=0.7, pause_seconds=0)
SENTENCE = "ByteDance has ordered more than 100,000 of these chips from Huawei."
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"


def fetcher(web, limits=QUICK, **changes):
    return Fetcher(limits, allow_hosts=[web.host], **changes)


def refusal(web, url, limits=QUICK):
    """Why a page is not read: the term and the words."""
    with pytest.raises(FetchError) as caught:
        fetcher(web, limits).fetch(url)
    return caught.value.result, str(caught.value)


def test_a_page_is_read_as_text_by_one_who_says_who_asks(web):
    page = fetcher(web).fetch(web.page("/news?id=1", article(SENTENCE)))
    assert page.url == web.url("/news?id=1")
    assert all(SENTENCE in text and "nothing" not in text for text in page.texts)
    _, _, headers = web.asked[-1]
    assert headers["User-Agent"] == USER_AGENT
    assert REPOSITORY in USER_AGENT
    assert headers["Host"] == web.host


@pytest.mark.parametrize(("packing", "name"), [(gzip.compress, "gzip"), (zlib.compress, "deflate")])
def test_a_packed_page_is_unpacked(web, packing, name):
    url = web.page("/packed", packing(article(SENTENCE).encode()), content_encoding=name)
    assert SENTENCE in fetcher(web).fetch(url).texts[-1]


@pytest.mark.parametrize("to", ["/b", "//{host}/b", "http://{host}/b"])
def test_a_redirect_is_followed_and_where_it_led_is_told(web, to):
    web.redirect("/a", to.format(host=web.host))
    web.page("/b", article(SENTENCE))
    assert fetcher(web).fetch(web.url("/a")).url == web.url("/b")


@pytest.mark.parametrize(
    ("status", "result"),
    [
        *[(404, "gone"), (410, "gone")],
        *[(401, "refused"), (403, "refused"), (429, "refused"), (451, "refused")],
        *[(500, "unreachable"), (503, "unreachable"), (304, "unreachable")],
    ],
)
def test_the_answer_of_the_server_is_told(web, status, result):
    url = web.page("/news", article(SENTENCE), status)
    assert refusal(web, url) == (result, f"the server answers {status}")


def test_redirects_in_circles_end(web):
    web.redirect("/a", "/b")
    web.redirect("/b", "/a")
    assert refusal(web, web.url("/a")) == ("unreachable", "it redirects more than 5 times")
    assert web.paths().count("/a") + web.paths().count("/b") == 6


def test_a_body_without_end_is_too_large(web):
    url = web.play("/endless", HEAD, b"\r\n", forever=b"<p>And more.</p>" * 1000)
    assert refusal(web, url) == ("too_large", "it has more than 100,000 bytes")


@pytest.mark.parametrize("layers", [1, 2])
def test_a_packed_bomb_is_too_large_and_is_never_unpacked_whole(web, layers):
    bomb, size = bytes(64_000_000), 64_000_000
    for _ in range(layers):
        bomb = gzip.compress(bomb, 6)
    url = web.page("/bomb", bomb, content_encoding=", ".join(["gzip"] * layers))
    tracemalloc.start()
    assert refusal(web, url)[0] == "too_large"
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < size / 4


@pytest.mark.parametrize(
    "pieces", [[HEAD, b"\r\n"], [HEAD, b"Content-Length: 50000\r\n\r\n"], [HEAD, b"X-Drip: "]]
)
def test_a_slow_drip_is_cut_off_in_its_head_and_in_its_body(web, pieces):
    url = web.play("/drip", *pieces, forever=b"x", pause=0.02)
    assert refusal(web, url, HASTY) == ("unreachable", "it did not end within 0.9 seconds")


def test_a_server_that_says_nothing_is_not_waited_for(web):
    web.answers["/silent"] = lambda handler: handler.rfile.read(1)
    assert refusal(web, web.url("/silent"), HASTY) == ("unreachable", "it did not answer in time")


@pytest.mark.parametrize(
    "pieces",
    [
        [b"no HTTP at all"],
        [HEAD, b"Content-Length: 500\r\n\r\n<p>cut off"],
        [HEAD, b"Content-Encoding: gzip\r\n\r\nnot gzip"],
    ],
)
def test_a_broken_answer_is_told(web, pieces):
    assert refusal(web, web.play("/broken", *pieces)) == ("unreachable", "its answer is broken")


@pytest.mark.parametrize("location", ["", "http://[::1", "http://"])
def test_a_redirect_to_no_address_is_told(web, location):
    assert refusal(web, web.redirect("/a", location))[0] in ("unreachable", "unsafe")


def test_where_nobody_listens_there_is_no_connection(web):
    url = web.url("/news")
    web.close()
    why = "no connection, or none with a valid certificate (asked for its robots.txt)"
    assert refusal(web, url) == ("unreachable", why)


@pytest.mark.parametrize(
    "kind", ["application/pdf", "image/png", "application/octet-stream", "video/mp4"]
)
def test_what_is_no_text_is_not_read(web, kind):
    url = web.page("/paper", b"%PDF-1.7", content_type=kind)
    assert refusal(web, url) == ("not_text", f"it is {kind}")


@pytest.mark.parametrize("status", [301, 302, 307, 308])
@pytest.mark.parametrize(
    "private", ["http://127.0.0.1/", "http://2130706433/", "http://[::1]/", "http://10.0.0.1/"]
)
def test_a_redirect_to_a_private_address_is_not_followed(web, private, status):
    url = web.page("/a", b"", status, location=private)
    result, why = refusal(web, url)
    assert result == "unsafe"
    assert "which is not public" in why


@pytest.mark.parametrize(
    ("target", "words"),
    [
        ("http://{other}/secret", "its port is"),
        ("http://me:secret@{host}/b", "it holds a name or password"),
        ("ftp://{host}/b", "its scheme is ftp"),
        ("file:///etc/passwd", "its scheme is file"),
    ],
)
def test_a_redirect_out_of_the_public_web_is_not_followed(web, target, words):
    other = LocalWeb()
    url = web.redirect("/a", target.format(other=other.host, host=web.host))
    result, why = refusal(web, url)
    other.close()
    assert (result, words in why) == ("unsafe", True)
    assert other.asked == []


def robots(web, text, **changes):
    web.page("/robots.txt", text, **{"content_type": "text/plain", **changes})


def test_a_page_that_robots_txt_closes_is_not_asked_for(web):
    robots(web, "User-agent: *\nDisallow: /private/\n")
    web.page("/private/news", article(SENTENCE))
    why = "its robots.txt asks programs not to read it"
    assert refusal(web, web.url("/private/news")) == ("robots", why)
    assert web.paths() == ["/robots.txt"]


def test_a_redirect_to_a_page_that_robots_txt_closes_is_not_followed(web):
    robots(web, "User-agent: ai-chip-deals\nDisallow: /b\n\nUser-agent: *\nAllow: /\n")
    web.redirect("/a", "/b")
    web.page("/b", article(SENTENCE))
    assert refusal(web, web.url("/a"))[0] == "robots"
    assert "/b" not in web.paths()


@pytest.mark.parametrize("status", [401, 403, 404, 410])
def test_a_site_without_robots_txt_allows_all(web, status):
    robots(web, "User-agent: *\nDisallow: /\n", status=status)
    assert fetcher(web).fetch(web.page("/news", article(SENTENCE))).texts


def test_a_site_that_fails_to_give_its_robots_txt_allows_nothing(web):
    robots(web, "", status=503)
    url = web.page("/news", article(SENTENCE))
    assert refusal(web, url) == (
        "unreachable",
        "the server answers 503 (asked for its robots.txt)",
    )
    assert web.paths() == ["/robots.txt"]


def test_robots_txt_is_asked_for_once_a_site(web):
    reader = fetcher(web)
    for path in ("/a", "/b"):
        reader.fetch(web.page(path, article(SENTENCE)))
    assert web.paths() == ["/robots.txt", "/a", "/b"]


def pauses(web):
    times = [moment for moment, _, _ in web.asked]
    return [later - earlier for earlier, later in pairwise(times)]


def test_one_host_is_asked_with_pauses(web):
    fetcher(web, Limits(pause_seconds=0.3)).fetch(web.page("/news", article(SENTENCE)))
    [pause] = pauses(web)
    assert pause > 0.2


@pytest.mark.parametrize(("asked", "least"), [("0.3", 0.2), ("3600", 0.3)])
def test_a_longer_pause_is_kept_where_robots_txt_asks_for_it_up_to_a_limit(web, asked, least):
    robots(web, f"User-agent: *\nCrawl-delay: {asked}\n")
    reader = fetcher(web, Limits(pause_seconds=0, max_pause_seconds=0.4))
    for path in ("/a", "/b"):
        reader.fetch(web.page(path, article(SENTENCE)))
    assert least < pauses(web)[-1] < 5


@pytest.fixture
def https(monkeypatch, tmp_path):
    """A server with the certificate of news.test, whose issuer this machine trusts."""
    issuer = trustme.CA()
    issuer.cert_pem.write_to_path(tmp_path / "issuer.pem")
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "issuer.pem"))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    issuer.issue_cert("news.test").configure_cert(context)
    server = LocalWeb(context)
    server.page("/news", article(SENTENCE))
    yield server
    server.close()


def securely(web, name):
    reader = Fetcher(
        QUICK, allow_hosts=[f"{name}:{web.port}"], resolve=lambda host, port: ["127.0.0.1"]
    )
    return reader.fetch(f"https://{name}:{web.port}/news")


def test_the_certificate_is_that_of_the_host_and_not_of_its_address(https):
    assert SENTENCE in securely(https, "news.test").texts[-1]
    with pytest.raises(FetchError, match="none with a valid certificate"):
        securely(https, "other.test")

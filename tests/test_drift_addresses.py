"""Nothing is fetched but from the public web, and from the very address that was judged."""

from __future__ import annotations

import asyncio
from ipaddress import ip_address

import httpx2
import pytest

from ai_chip_deals.drift.addresses import PublicWeb, is_public, looked_up
from ai_chip_deals.errors import FetchError

PUBLIC = ["8.8.8.8", "1.1.1.1", "2606:4700::1111", "2001:4860:4860::8888"]
PRIVATE = [
    *["127.0.0.1", "127.8.8.8", "0.0.0.0", "10.1.2.3", "172.16.0.1", "192.168.1.1"],
    *["169.254.169.254", "100.64.0.1", "224.0.0.1", "239.1.1.1", "240.0.0.1", "255.255.255.255"],
    *["192.0.2.1", "198.18.0.1", "::1", "::", "fe80::1", "fc00::1", "fd00:ec2::254", "fec0::1"],
    *["ff02::1", "2001:db8::1", "::ffff:127.0.0.1", "::ffff:8.8.8.8", "::127.0.0.1"],
    *["64:ff9b::7f00:1", "64:ff9b:1::1", "2002:7f00:1::"],
]


@pytest.mark.parametrize("address", PUBLIC)
def test_what_anybody_can_reach_is_public(address):
    assert is_public(ip_address(address))


@pytest.mark.parametrize("address", PRIVATE)
def test_what_is_private_special_or_stands_for_another_is_not(address):
    assert not is_public(ip_address(address))


class Recorder:
    """A web that answers everything, and keeps where it was asked."""

    def __init__(self, deaf=()):
        self.asked, self.looked_up, self.deaf = [], [], deaf

    def answer(self, request):
        self.asked.append(request)
        if request.url.host in self.deaf:
            raise httpx2.ConnectError("nobody listens")
        return httpx2.Response(200)

    def get(self, url, *answers, allow_hosts=()):
        """Ask for an address while its name server gives one answer after another."""
        left = iter(answers)

        def resolve(host, port):
            self.looked_up.append((host, port))
            return next(left)

        async def ask():
            web = PublicWeb(httpx2.MockTransport(self.answer), resolve, allow_hosts)
            async with httpx2.AsyncClient(transport=web, follow_redirects=False) as client:
                return [await client.get(url) for _ in answers]

        return asyncio.run(ask())


def test_the_address_that_was_judged_is_the_one_that_is_asked():
    web = Recorder()
    [response] = web.get("https://news.test/a?b=1", ["8.8.8.8"])
    [request] = web.asked
    assert str(request.url) == "https://8.8.8.8/a?b=1"
    assert request.headers["Host"] == "news.test"
    assert request.extensions["sni_hostname"] == "news.test"
    assert web.looked_up == [("news.test", 443)]
    assert str(response.url) == "https://news.test/a?b=1"


def test_an_address_of_version_6_is_asked_too():
    web = Recorder()
    web.get("http://news.test/", ["2606:4700::1111"])
    assert str(web.asked[0].url) == "http://[2606:4700::1111]/"


def test_a_name_that_is_public_first_and_private_then_is_asked_once():
    web = Recorder()
    with pytest.raises(FetchError, match=r"news\.test is at 127\.0\.0\.1, which is not public"):
        web.get("http://news.test/", ["8.8.8.8"], ["127.0.0.1"])
    assert [request.url.host for request in web.asked] == ["8.8.8.8"]
    assert len(web.looked_up) == 2


def test_a_name_with_a_private_address_among_public_ones_is_not_asked():
    web = Recorder()
    with pytest.raises(FetchError, match="not public"):
        web.get("http://news.test/", ["8.8.8.8", "10.0.0.1"])
    assert web.asked == []


def test_where_the_first_address_takes_no_connection_the_next_is_asked():
    web = Recorder(deaf=["2606:4700::1111"])
    web.get("http://news.test/", ["2606:4700::1111", "8.8.8.8"])
    assert [request.url.host for request in web.asked] == ["2606:4700::1111", "8.8.8.8"]


@pytest.mark.parametrize("answers", [["8.8.8.8"], []])
def test_where_no_address_takes_a_connection_there_is_none(answers):
    with pytest.raises(httpx2.ConnectError):
        Recorder(deaf=["8.8.8.8"]).get("http://news.test/", answers)


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("http://news.test:8080/", "its port is 8080"),
        ("https://news.test:22/", "its port is 22"),
        ("http://me@news.test/", "a name or password"),
        ("http://me:secret@news.test/", "a name or password"),
        ("ftp://news.test/", "its scheme is ftp"),
    ],
)
def test_what_is_no_address_of_the_public_web_is_not_even_looked_up(url, words):
    web = Recorder()
    with pytest.raises(FetchError, match=words):
        web.get(url, ["8.8.8.8"])
    assert (web.looked_up, web.asked) == ([], [])


@pytest.mark.parametrize(
    "host", ["2130706433", "0x7f000001", "127.1", "017700000001", "[::1]", "[::ffff:7f00:1]"]
)
def test_no_spelling_of_a_private_address_hides_it(host):
    reached = []

    async def ask():
        web = PublicWeb(httpx2.MockTransport(reached.append), looked_up, ())
        async with httpx2.AsyncClient(transport=web) as client:
            await client.get(f"http://{host}/")

    with pytest.raises(FetchError, match="not public"):
        asyncio.run(ask())
    assert reached == []


def test_a_server_of_ones_own_is_allowed_on_its_port_alone():
    web = Recorder()
    web.get("http://own.test:8080/", ["127.0.0.1"], allow_hosts=["own.test:8080"])
    assert [request.url.port for request in web.asked] == [8080]
    with pytest.raises(FetchError):
        web.get("http://own.test/", ["127.0.0.1"], allow_hosts=["own.test:8080"])


@pytest.mark.parametrize("error", [OSError("no such host"), UnicodeError("label too long")])
def test_a_name_without_an_address_is_told(error):
    def resolve(host, port):
        raise error

    async def ask():
        web = PublicWeb(httpx2.MockTransport(lambda _: httpx2.Response(200)), resolve, ())
        async with httpx2.AsyncClient(transport=web) as client:
            await client.get("http://news.test/")

    with pytest.raises(FetchError, match=r"news\.test has no address") as caught:
        asyncio.run(ask())
    assert caught.value.result == "unreachable"

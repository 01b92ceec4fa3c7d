"""Fetch a page from the open web: politely, within limits, and from nowhere else."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Collection
from dataclasses import dataclass

import httpx2
from protego import Protego

from ai_chip_deals.drift.addresses import PublicWeb, Resolve, looked_up
from ai_chip_deals.drift.texts import decoded, readings, refuse_what_is_no_text
from ai_chip_deals.errors import FetchError
from ai_chip_deals.vocabulary import PROJECT, REPOSITORY, CheckResult

USER_AGENT = f"{PROJECT} (+{REPOSITORY})"


@dataclass(frozen=True)
class Limits:
    """What a page may cost us, and we may cost its site."""

    request_seconds: float = 30
    """For one request, from looking up the host to the last byte."""
    wait_seconds: float = 10
    """For a connection, and for the next byte."""
    max_bytes: int = 5_000_000
    """Of a page, unpacked."""
    max_redirects: int = 5
    pause_seconds: float = 2
    """Between two requests to one host, unless its robots.txt asks for more."""
    max_pause_seconds: float = 30
    """However long a pause the robots.txt asks for."""


@dataclass(frozen=True)
class Page:
    """What was read of a page."""

    url: str
    """Where it was in the end."""
    texts: tuple[str, ...]
    """Its text, in one reading or more."""


class Fetcher:
    """Fetches pages one after another, and remembers how each site wants to be treated."""

    def __init__(
        self,
        limits: Limits = Limits(),
        *,
        allow_hosts: Collection[str] = (),
        resolve: Resolve = looked_up,
    ) -> None:
        """A fetcher that has asked nothing yet.

        Args:
            limits: What a page may cost.
            allow_hosts: `host:port` of servers of one's own, which may be anywhere.
            resolve: Looks up a host.
        """
        self._limits, self._allow_hosts, self._resolve = limits, allow_hosts, resolve
        self._robots: dict[str, Protego] = {}
        self._next_request: dict[str, float] = {}

    def fetch(self, url: str) -> Page:
        """Read a page as text.

        Raises:
            FetchError: There is none that may and can be read.
        """
        return asyncio.run(self._page(url))

    async def _page(self, url: str) -> Page:
        # No connection is kept: it would be known by its address, which two hosts may share.
        kept = httpx2.Limits(max_keepalive_connections=0)
        web = httpx2.AsyncHTTPTransport(limits=kept)
        client = httpx2.AsyncClient(
            transport=PublicWeb(web, self._resolve, self._allow_hosts),
            headers={"User-Agent": USER_AGENT, "Accept": "text/html, text/plain;q=0.9"},
            timeout=self._limits.wait_seconds,
            trust_env=False,  # a proxy would look the host up again
        )
        async with client:
            where, body, content_type = await self._follow(client, url, heed_robots=True)
        return Page(where, readings(body, content_type))

    async def _follow(
        self, client: httpx2.AsyncClient, url: str, *, heed_robots: bool
    ) -> tuple[str, bytes, str]:
        """The address at which an answer was found, its body and its content type."""
        for _ in range(self._limits.max_redirects + 1):
            if heed_robots:
                await self._heed_robots(client, url)
            answer = await self._request(client, url)
            if not isinstance(answer, httpx2.URL):
                return url, *answer
            url = str(answer)
        most = self._limits.max_redirects
        raise FetchError(CheckResult.UNREACHABLE, f"it redirects more than {most} times")

    async def _heed_robots(self, client: httpx2.AsyncClient, url: str) -> None:
        """Raise where the site does not want the page read; remember the pause that it wants."""
        address = _robots_of(_parsed(url))
        if address not in self._robots:
            self._robots[address] = await self._read_robots(client, address)
        if not self._robots[address].can_fetch(url, PROJECT):
            raise FetchError(CheckResult.ROBOTS, "its robots.txt asks programs not to read it")

    async def _read_robots(self, client: httpx2.AsyncClient, address: str) -> Protego:
        try:
            _, body, content_type = await self._follow(client, address, heed_robots=False)
        except FetchError as error:
            # RFC 9309: a site without the file allows all, one that fails to give it nothing.
            if error.result in (CheckResult.GONE, CheckResult.REFUSED, CheckResult.NOT_TEXT):
                return Protego.parse("")
            raise FetchError(error.result, f"{error} (asked for its robots.txt)") from None
        return Protego.parse(decoded(body, content_type))

    async def _request(
        self, client: httpx2.AsyncClient, url: str
    ) -> httpx2.URL | tuple[bytes, str]:
        """The body and content type of an answer, or the address that it redirects to."""
        await self._pause(_parsed(url))
        try:
            async with (
                asyncio.timeout(self._limits.request_seconds),
                client.stream("GET", url) as response,
            ):
                if response.next_request is not None:
                    return response.next_request.url
                return await self._body(response), response.headers.get("content-type", "")
        except TimeoutError:
            most = self._limits.request_seconds
            why = f"it did not end within {most:g} seconds"
        except httpx2.HTTPError as error:
            why = next(words for kind, words in _WHY if isinstance(error, kind))
        except httpx2.InvalidURL:
            why = "it redirects to what is no address"
        raise FetchError(CheckResult.UNREACHABLE, why)

    async def _pause(self, site: httpx2.URL) -> None:
        """Wait until a host may be asked again."""
        robots = self._robots.get(_robots_of(site))
        asked = (robots.crawl_delay(PROJECT) if robots else None) or 0
        pause = max(self._limits.pause_seconds, min(asked, self._limits.max_pause_seconds))
        now = time.monotonic()
        start = max(now, self._next_request.get(site.host, now))
        self._next_request[site.host] = start + pause
        await asyncio.sleep(start - now)

    async def _body(self, response: httpx2.Response) -> bytes:
        """The body of an answer, if it is a page that can be read."""
        _refuse_status(response.status_code)
        refuse_what_is_no_text(response.headers.get("content-type", ""))
        body = bytearray()
        async for piece in response.aiter_bytes():  # unpacked in small pieces
            body += piece
            if len(body) > self._limits.max_bytes:
                most = self._limits.max_bytes
                raise FetchError(CheckResult.TOO_LARGE, f"it has more than {most:,} bytes")
        return bytes(body)


_WHY: tuple[tuple[type[httpx2.HTTPError], str], ...] = (
    (httpx2.TimeoutException, "it did not answer in time"),
    (httpx2.ConnectError, "no connection, or none with a valid certificate"),
    (httpx2.HTTPError, "its answer is broken"),
)


def _parsed(url: str) -> httpx2.URL:
    try:
        return httpx2.URL(url)
    except httpx2.InvalidURL:
        raise FetchError(CheckResult.UNREACHABLE, "its address is none") from None


def _robots_of(site: httpx2.URL) -> str:
    return str(site.copy_with(raw_path=b"/robots.txt", fragment=None))


def _refuse_status(status: int) -> None:
    if status in (404, 410):
        raise FetchError(CheckResult.GONE, f"the server answers {status}")
    if 400 <= status < 500:
        raise FetchError(CheckResult.REFUSED, f"the server answers {status}")
    if not 200 <= status < 300:
        raise FetchError(CheckResult.UNREACHABLE, f"the server answers {status}")

"""Which addresses a page may be fetched from: those of the public web, looked up once."""

from __future__ import annotations

import asyncio
import ipaddress
import socket
from collections.abc import Callable, Collection
from ipaddress import IPv4Address, IPv6Address

import httpx2

from ai_chip_deals.errors import FetchError
from ai_chip_deals.vocabulary import CheckResult

Resolve = Callable[[str, int], list[str]]
"""Looks up the addresses of a host and port; raises OSError where it has none."""

_PORTS = {"http": 80, "https": 443}


def looked_up(host: str, port: int) -> list[str]:
    """The addresses of a host as this machine knows them, the preferred one first."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(sockaddr[0]) for *_, sockaddr in found))


def is_public(address: IPv4Address | IPv6Address) -> bool:
    """Whether anybody can reach an address, and it stands for no other one.

    Addresses that carry an IPv4 address inside (mapped, translated, 6to4) are not public here,
    because what they lead to depends on the network.
    """
    if isinstance(address, IPv6Address) and (address.is_site_local or address.sixtofour):
        return False
    return address.is_global and not address.is_multicast and not address.is_reserved


class PublicWeb(httpx2.AsyncBaseTransport):
    """Connects only to the public web, and to the very address that was judged.

    A host is looked up once for each request; no second answer of its name server is ever asked
    for. The certificate is verified for the name of the host.
    """

    def __init__(
        self, web: httpx2.AsyncBaseTransport, resolve: Resolve, allow_hosts: Collection[str]
    ) -> None:
        """A guard before `web`.

        Args:
            web: What makes the connection. It must keep none open: it would know it by its
                address alone, and two hosts may share one.
            resolve: Looks up a host.
            allow_hosts: `host:port` of servers of one's own, which may be anywhere.
        """
        self._web, self._resolve, self._allow_hosts = web, resolve, allow_hosts

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        """Send a request to the first address of its host that takes the connection."""
        host = request.url.raw_host.decode("ascii")
        addresses = await self._judged(request.url, host)
        failure: httpx2.ConnectError | httpx2.ConnectTimeout | None = None
        for address in addresses:
            there = httpx2.Request(
                request.method,
                request.url.copy_with(host=address),
                headers=request.headers,  # the host's name is in it already
                stream=request.stream,
                extensions={**request.extensions, "sni_hostname": host},
            )
            try:
                return await self._web.handle_async_request(there)
            except (httpx2.ConnectError, httpx2.ConnectTimeout) as error:
                failure = error
        raise failure or httpx2.ConnectError("the host has no address")

    async def aclose(self) -> None:
        """Close what makes the connections."""
        await self._web.aclose()

    async def _judged(self, url: httpx2.URL, host: str) -> list[str]:
        """The addresses of a host, all of which are public.

        Raises:
            FetchError: The URL is none of the public web, or an address is not.
        """
        if url.scheme not in _PORTS:
            raise FetchError(CheckResult.UNSAFE, f"its scheme is {url.scheme}, not https or http")
        port = url.port or _PORTS[url.scheme]
        allowed = f"{host}:{port}" in self._allow_hosts
        if url.userinfo:
            raise FetchError(CheckResult.UNSAFE, "it holds a name or password")
        if not allowed and port not in _PORTS.values():
            raise FetchError(CheckResult.UNSAFE, f"its port is {port}, not 443 or 80")
        try:
            addresses = await asyncio.to_thread(self._resolve, host, port)
        except (OSError, UnicodeError):
            raise FetchError(CheckResult.UNREACHABLE, f"{host} has no address") from None
        hidden = [one for one in addresses if not is_public(ipaddress.ip_address(one))]
        if hidden and not allowed:
            raise FetchError(CheckResult.UNSAFE, f"{host} is at {hidden[0]}, which is not public")
        return addresses

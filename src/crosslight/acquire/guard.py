"""The guard where connections are made: public addresses only, each one pinned, every read inside a time bound.

A host is resolved once, every address that is not public is refused, and the connection goes to the
address that was checked, so that neither a redirect nor a second DNS answer can lead elsewhere.
"""

from __future__ import annotations

import ipaddress
import socket
import threading
from time import monotonic
from typing import TYPE_CHECKING, Any

import httpcore2

if TYPE_CHECKING:
    import ssl
    from collections.abc import Callable, Iterable

    Resolver = Callable[[str, int], list[str]]
    """The addresses of a host; raises OSError where it has none."""


class RefusedAddress(OSError):  # noqa: N818 - what the guard did
    """The host's address is not a public one."""


def resolve(host: str, port: int) -> list[str]:
    """The addresses of ``host`` as the system's resolver has them."""
    return [str(info[4][0]) for info in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]


def public_address(host: str, port: int, allowed: frozenset[str] = frozenset(), resolver: Resolver = resolve) -> str:
    """The first address of ``host``, if all of them are public or the host is allowed by name.

    Raises:
        OSError: the host is unknown, or one of its addresses is private, local or reserved.

    """
    found = resolver(host, port)
    if not found:
        raise OSError(f"{host} has no address")
    private = [a for a in found if not is_public(a)]
    if private and host not in allowed:
        raise RefusedAddress(f"{host} is at {private[0]}, which is not a public address; allow it with --allow-host {host}")
    return found[0]


def is_public(address: str) -> bool:
    """True for a global unicast address; an IPv4 address inside an IPv6 one (mapped, 6to4, Teredo, NAT64) is looked at itself."""
    ip = ipaddress.ip_address(address.split("%", 1)[0])
    if isinstance(ip, ipaddress.IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)
        if inner is None and ip in _NAT64:
            inner = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
        if inner is not None:
            return inner.is_global and not inner.is_multicast
    return ip.is_global and not ip.is_multicast


_NAT64 = ipaddress.ip_network("64:ff9b::/96")


class Deadline(threading.local):
    """When the fetch of this thread must be over (monotonic seconds); ``None`` for never."""

    at: float | None = None

    def within(self, timeout: float | None) -> float | None:
        """The given time-out, cut to what is left.

        Raises:
            httpcore2.ReadTimeout: nothing is left.

        """
        if self.at is None:
            return timeout
        left = self.at - monotonic()
        if left <= 0:
            raise httpcore2.ReadTimeout("the whole answer took too long")
        return left if timeout is None else min(timeout, left)


class GuardedBackend(httpcore2.SyncBackend):
    """Connects only to addresses that were resolved, found public, and pinned."""

    def __init__(self, allowed: frozenset[str], deadline: Deadline | None = None, resolver: Resolver = resolve) -> None:
        super().__init__()
        self._allowed = allowed
        self._deadline = deadline or Deadline()
        self._resolver = resolver

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore2.NetworkStream:
        """Connect to the address that was checked."""
        address = public_address(host, port, self._allowed, self._resolver)
        stream = super().connect_tcp(address, port, self._deadline.within(timeout), local_address, socket_options)
        return _TimedStream(stream, self._deadline)


class _TimedStream(httpcore2.NetworkStream):
    """A connection on which a host that sends a byte now and then cannot hold a fetch for ever."""

    def __init__(self, stream: httpcore2.NetworkStream, deadline: Deadline) -> None:
        self._stream = stream
        self._deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, self._deadline.within(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, self._deadline.within(timeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore2.NetworkStream:
        stream = self._stream.start_tls(ssl_context, server_hostname, self._deadline.within(timeout))
        return _TimedStream(stream, self._deadline)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)

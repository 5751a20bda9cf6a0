"""Who may ask for what: the door of the workbench, and the rules every answer carries.

Nothing is served without the start token or the cookie that it is changed into; a request must be
addressed to this machine by a name of its own (else another site could have its name lead here);
what changes something must come from a page of ours; bodies and times are bounded.
"""

from __future__ import annotations

import asyncio
import hmac
import secrets
from collections.abc import Awaitable, Callable, MutableMapping
from dataclasses import dataclass, field
from http.cookies import CookieError, SimpleCookie
from ipaddress import ip_address
from typing import Any
from urllib.parse import parse_qs, urlsplit

from starlette.requests import Request
from starlette.responses import Response

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]
Mishap = Callable[[Request, Exception], Response]

MOST_BYTES = 2_000_000
"""A request may be so large."""
MOST_SECONDS = 120.0
"""A request may take so long; longer work goes on behind it."""
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)
HEADERS = {
    "content-security-policy": POLICY,
    "cache-control": "no-store",
    "referrer-policy": "same-origin",  # with no-referrer a form's own Origin would be "null"
    "x-content-type-options": "nosniff",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=()",
}
LOOPBACK = ("127.0.0.1", "localhost", "::1")


class _TooLargeError(Exception):
    pass


@dataclass
class Door:
    """The secrets of one run of the workbench, and where it may be asked for.

    Attributes
    ----------
    host
        The address that it listens on.
    token
        The start token; shown to the person once, and taken only at the front.
    cookie
        What the token is changed into.
    """

    host: str = "127.0.0.1"
    token: str = field(default_factory=lambda: secrets.token_urlsafe(24))
    cookie: str = field(default_factory=lambda: secrets.token_urlsafe(32))
    name: str = field(default_factory=lambda: f"summitry-{secrets.token_hex(3)}")

    @property
    def local(self) -> bool:
        """Whether only this machine can reach it."""
        return self.host in LOOPBACK

    def welcomes(self, host: str) -> bool:
        """Whether a request's Host names this machine as only this machine is named.

        A name that somebody else may have lead here is refused; a bare address cannot be made to.
        """
        name = urlsplit(f"//{host}").hostname or ""
        if self.local:
            return name in LOOPBACK
        try:
            ip_address(name)
        except ValueError:
            return name in (self.host.lower(), "localhost")
        return True


class Guard:
    """The door as a layer around the application (ASGI).

    ``mishap`` answers where the application fails: inside the door, so that this answer carries the
    same rules as every other.
    """

    def __init__(self, app: App, door: Door, mishap: Mishap | None = None) -> None:
        self.app, self.door, self.mishap = app, door, mishap

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request in, or answer it here."""
        if scope["type"] != "http":
            if scope["type"] == "lifespan":
                await self.app(scope, receive, send)
            return
        headers = {key.decode("latin-1").lower(): value.decode("latin-1")
                   for key, value in scope["headers"]}  # fmt: skip
        refusal = self._refusal(scope, headers)
        if refusal is not None:
            await _say(send, *refusal)
            return
        entry = self._entry(scope)
        if entry is not None:
            await _say(send, *entry)
            return
        if not self._known(headers):
            await _say(send, 401, "Open the address that 'summitry serve' printed; it holds a key.")
            return
        await self._run(scope, receive, send)

    def _refusal(self, scope: Scope, headers: dict[str, str]) -> tuple[int, str] | None:
        host = headers.get("host", "")
        if not self.door.welcomes(host):
            return 421, "This page answers only to its own address on this machine."
        if int(headers.get("content-length") or 0) > MOST_BYTES:
            return 413, "Too large: at most 2 MB at once."
        if scope["method"] in ("GET", "HEAD"):
            return None
        origin = headers.get("origin")
        own = f"{scope['scheme']}://{host}"
        site = headers.get("sec-fetch-site", "same-origin" if origin == own else "none")
        if (origin is not None and origin != own) or site != "same-origin":
            return 403, "Only a page of this workbench may change something here."
        return None

    def _entry(self, scope: Scope) -> tuple[int, str, dict[str, str]] | None:
        """Change the start token for a cookie, and take it out of the address."""
        if scope["path"] != "/" or scope["method"] != "GET" or not scope["query_string"]:
            return None
        given = parse_qs(scope["query_string"].decode("latin-1")).get("token", [""])[0]
        if not hmac.compare_digest(given.encode(), self.door.token.encode()):
            return None
        cookie = f"{self.door.name}={self.door.cookie}; HttpOnly; SameSite=Strict; Path=/"
        # The page itself goes on: a cookie that is strict would not be sent along a redirect that
        # was begun elsewhere (from a mail, say).
        return 200, _ONWARD, {"set-cookie": cookie, "content-type": "text/html; charset=utf-8"}

    def _known(self, headers: dict[str, str]) -> bool:
        try:
            found = SimpleCookie(headers.get("cookie", "")).get(self.door.name)
        except CookieError:
            return False
        value = found.value if found else ""
        return hmac.compare_digest(value.encode(), self.door.cookie.encode())

    async def _run(self, scope: Scope, receive: Receive, send: Send) -> None:
        begun, taken = False, 0

        async def bounded() -> Message:
            nonlocal taken
            message = await receive()
            taken += len(message.get("body", b""))
            if taken > MOST_BYTES:
                raise _TooLargeError
            return message

        async def sealed(message: Message) -> None:
            nonlocal begun
            if message["type"] == "http.response.start":
                begun = True
                given = list(message.get("headers", []))
                names = {key.lower() for key, _ in given}
                given += [
                    (key.encode(), value.encode())
                    for key, value in HEADERS.items()
                    if key.encode() not in names
                ]
                message = {**message, "headers": given}
            await send(message)

        try:
            async with asyncio.timeout(MOST_SECONDS):
                await self.app(scope, bounded, sealed)
        except _TooLargeError:
            if not begun:
                await _say(send, 413, "Too large: at most 2 MB at once.")
        except TimeoutError:
            if not begun:
                await _say(send, 503, "That took too long; try again with fewer draws.")
        except Exception as error:
            if begun or self.mishap is None:
                raise
            await self.mishap(Request(scope), error)(scope, receive, sealed)


_ONWARD = (
    '<!DOCTYPE html><html lang="en"><meta charset="utf-8"><title>Summitry</title>'
    '<link rel="icon" href="data:,">'
    '<meta http-equiv="refresh" content="0; url=/"><p><a href="/">Open the workbench</a></p></html>'
)


async def _say(send: Send, status: int, text: str, more: dict[str, str] | None = None) -> None:
    headers = {"content-type": "text/plain; charset=utf-8", **HEADERS, **(more or {})}
    await send(
        {
            "type": "http.response.start",
            "status": status,
            "headers": [(key.encode(), value.encode()) for key, value in headers.items()],
        }
    )
    await send({"type": "http.response.body", "body": text.encode()})

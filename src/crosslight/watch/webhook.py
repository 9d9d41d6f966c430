"""Alerts to a webhook, in a thread of its own: each is posted until it is taken, in order, and the watch never waits for it."""

from __future__ import annotations

import json
import threading
import time
from dataclasses import dataclass, field
from hashlib import sha256
from typing import TYPE_CHECKING, Literal
from urllib.parse import urlsplit

import httpx2

from crosslight.acquire.guard import Deadline, GuardedBackend, RefusedAddress, public_address
from crosslight.acquire.web import guarded_client
from crosslight.errors import AbortError, UsageError
from crosslight.extract.addresses import is_web_address
from crosslight.watch.telling import Event

if TYPE_CHECKING:
    from crosslight.store import Alert, Store
    from crosslight.watch.telling import Tell

SECONDS = 20.0
"""One answer, at most."""
FIRST_BACK_OFF = 1.0
LONGEST_BACK_OFF = 600.0
REFUSALS = 5
"""After so many refusals of one alert as such (400, 413, 422) it is let go, and said so: it would hold up all that come after it."""
_REFUSED = (400, 413, 422)


def check(url: str, allow_hosts: frozenset[str]) -> None:
    """Refuse, before anything is fetched, a webhook that no alert could go to.

    Raises:
        UsageError: it is no web address, or lies at a private one that was not allowed.

    """
    if not is_web_address(url):
        raise UsageError("the webhook is no web address; http:// or https:// and a host are wanted")
    parts = urlsplit(url)
    try:
        public_address(parts.hostname or "", parts.port or 443, allow_hosts)
    except RefusedAddress as error:
        raise UsageError(f"no alert is sent to the webhook: {error}") from error
    except OSError:
        return  # it may be there later


@dataclass
class Webhook:
    """Posts alerts to one address. What it has not posted stays in the store's outbox."""

    url: str
    store: Store
    tell: Tell
    allow_hosts: frozenset[str] = frozenset()
    first_back_off: float = FIRST_BACK_OFF
    _more: threading.Event = field(default_factory=threading.Event, init=False, repr=False)
    _ended: threading.Event = field(default_factory=threading.Event, init=False, repr=False)
    _empty: threading.Event = field(default_factory=threading.Event, init=False, repr=False)
    _thread: threading.Thread | None = field(default=None, init=False, repr=False)

    @property
    def channel(self) -> str:
        """The name of this address among those that alerts go to; addresses of webhooks are secrets, so it is no part of it."""
        return f"webhook {sha256(self.url.encode()).hexdigest()[:16]}"

    def start(self) -> None:
        """Begin to post what is in the outbox, and what comes."""
        with self.store.writing() as session:
            session.alerts.subscribe(self.channel)
        self._more.set()
        self._thread = threading.Thread(target=self._run, daemon=True, name="webhook")
        self._thread.start()

    def more(self) -> None:
        """There are new alerts."""
        self._empty.clear()
        self._more.set()

    def close(self, patience: float = 2.0, stop: threading.Event | None = None) -> None:
        """End, after so many seconds at most for what is still to be posted; at once where ``stop`` is set."""
        if self._thread and self._thread.is_alive():
            until = time.monotonic() + patience
            while not self._empty.wait(0.05) and time.monotonic() < until and not (stop and stop.is_set()):
                pass
            self._ended.set()
            self._more.set()
            self._thread.join(2.0)

    def _run(self) -> None:
        deadline, failures = Deadline(), 0
        with guarded_client(GuardedBackend(self.allow_hosts, deadline)) as client:
            while not self._ended.is_set():
                self._more.wait()
                self._more.clear()
                failures = self._empty_outbox(client, deadline, failures)

    def _empty_outbox(self, client: httpx2.Client, deadline: Deadline, failures: int) -> int:
        """Post until nothing is left. Gives the failures in a row."""
        refusals = 0
        while not self._ended.is_set():
            try:
                with self.store.reading() as session:
                    waiting = session.alerts.undelivered(self.channel, 1)
                if not waiting:
                    self._empty.set()
                    return failures
                answer = self._post(client, deadline, waiting[0])
                refusals += answer == "refused"
                if answer == "taken" or refusals >= REFUSALS:
                    if answer != "taken":
                        self._say(f"the webhook refuses alert {waiting[0].n}, which is let go")
                    with self.store.writing() as session:
                        session.alerts.delivered(waiting[0].n, self.channel)
                    failures = refusals = 0
                    continue
            except AbortError as error:
                if self._ended.is_set():
                    return failures
                self._say(f"the outbox cannot be used now ({error})")
            failures += 1
            self._ended.wait(min(self.first_back_off * 2.0 ** min(failures - 1, 16), LONGEST_BACK_OFF))
        return failures

    def _post(self, client: httpx2.Client, deadline: Deadline, alert: Alert) -> Literal["taken", "refused", "failed"]:
        deadline.at = time.monotonic() + SECONDS
        try:
            body = json.dumps(record(alert), ensure_ascii=False).encode("utf-8", "replace")
            headers = {"Content-Type": "application/json", "Idempotency-Key": f"crosslight-{alert.n}"}
            answer = client.post(self.url, content=body, headers=headers)
        except (httpx2.HTTPError, httpx2.InvalidURL, OSError, UnicodeError) as error:
            self._say(f"the webhook could not be reached ({type(error).__name__}: {error}); it is tried again")
            return "failed"
        finally:
            deadline.at = None
        if 200 <= answer.status_code < 300:
            return "taken"
        self._say(f"the webhook answered {answer.status_code}; it is tried again")
        return "refused" if answer.status_code in _REFUSED else "failed"

    def _say(self, text: str) -> None:
        self.tell(Event("problem", text, {"channel": self.channel}))


def record(alert: Alert) -> dict[str, object]:
    """An alert as programs are given it."""
    return {
        "alert": alert.n, "at": alert.at, "kind": alert.kind, "message": alert.message, "story": alert.story, "article": alert.article,
        "details": json.loads(alert.body),
    }  # fmt: skip

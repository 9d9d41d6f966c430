"""Dates as pages and feeds give them, in one form, and whether they can be true."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from email.utils import parsedate_to_datetime

EARLIEST = 1990
"""The first news pages are of 1993; an earlier year is an empty date field (1970, 1900)."""
AHEAD = timedelta(hours=26)
"""A date this far after the fetch may still be one without a zone, written on the other side of the world."""
_DAY = re.compile(r"\d{4}-\d\d(-\d\d)?\Z")
_STAMP = re.compile(
    r"(\d{4}-\d\d-\d\d)[T ]+(\d\d:\d\d(?::\d\d)?)(?:[.,]\d+)?\s*(Z|UTC|GMT|[+-]\d\d:?\d\d|[+-]\d\d)?\Z", re.IGNORECASE
)
_EPOCH = re.compile(r"\d{10}(\d{3})?\Z")
_WORDED = re.compile(r"(?i)(?=.*\b\d{4}\b)(?=.*[a-z]{3}).{8,60}\Z")
_IN_ADDRESS = re.compile(r"/(?P<y>(?:19|20)\d\d)[/-](?P<m>0?[1-9]|1[0-2])[/-](?P<d>0?[1-9]|[12]\d|3[01])(?:[/_-]|\Z)")


def normal(value: str) -> str | None:
    """ISO 8601 for a date as it was written; ``None`` where it is none, or day and month cannot be told apart."""
    text = " ".join(value.split())[:80]
    if _DAY.match(text):
        return _checked(text if len(text) == 10 else text + "-01") and text
    stamp = _STAMP.match(text)
    if stamp:
        zone = (stamp.group(3) or "").upper()
        zone = {"Z": "+00:00", "UTC": "+00:00", "GMT": "+00:00"}.get(zone, zone)
        return _checked(f"{stamp.group(1)}T{stamp.group(2)}{zone}")
    if _EPOCH.match(text):
        return datetime.fromtimestamp(int(text[:10]), UTC).isoformat()
    return _checked(text) or _mail(text) or (_worded(text) if _WORDED.match(text) else None)


def _checked(text: str) -> str | None:
    try:
        return datetime.fromisoformat(text).isoformat() if len(text) > 10 else date.fromisoformat(text).isoformat()
    except ValueError:
        return None


def _mail(text: str) -> str | None:
    try:
        return parsedate_to_datetime(text).isoformat()
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _worded(text: str) -> str | None:
    from dateutil import parser  # type: ignore[import-untyped]

    try:
        one = parser.parse(text, default=datetime(2000, 1, 1), dayfirst=True, ignoretz=False)  # noqa: DTZ001 - the zone is the text's
        other = parser.parse(text, default=datetime(2001, 2, 2), dayfirst=True, ignoretz=False)  # noqa: DTZ001
    except (ValueError, OverflowError, TypeError):
        return None
    if one.date() != other.date():
        return None  # day, month or year was not given
    timed = one.time() == other.time() and re.search(r"\d:\d\d", text)
    return str(one.isoformat() if timed else one.date().isoformat())


def in_address(url: str) -> str | None:
    """The day that stands in an address ("/2026/03/11/")."""
    found = _IN_ADDRESS.search(url)
    return _checked(f"{found['y']}-{int(found['m']):02}-{int(found['d']):02}") if found else None


def doubt(value: str, fetched: str | None) -> str | None:
    """Why a (normal) date cannot be true; ``None`` where it can. Without ``fetched`` the future is not known."""
    when = moment(value)
    if when is None:
        return "is no date"
    if when.year < EARLIEST:
        return f"lies before {EARLIEST}: an empty field, not a date"
    seen = moment(fetched) if fetched else None
    if seen and when > seen + AHEAD:
        return "lies after the page was fetched"
    return None


def moment(value: str) -> datetime | None:
    """The point in time of an ISO 8601 date or date-time, its start in UTC where no zone is given."""
    text = value if len(value) != 7 else value + "-01"
    try:
        when = datetime.fromisoformat(text)
        return (when if when.tzinfo else when.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None

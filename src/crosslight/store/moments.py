"""Times as the store compares them: ISO 8601 in UTC, so that the order of the strings is the order of the times."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from crosslight.errors import UsageError


def now() -> str:
    """The time, to the microsecond."""
    return datetime.now(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


def moment(value: str | None) -> str | None:
    """A date as it is, a time in UTC to the second; ``None`` for what is neither. A time without a zone is taken as UTC."""
    if not value:
        return None
    try:
        if len(value) <= 10:
            return date.fromisoformat(value).isoformat()
        return _in_utc(datetime.fromisoformat(value))
    except (ValueError, OverflowError):
        return None


def ago(stamp: str, seconds: float) -> str:
    """The moment so many seconds before another that :func:`now` gave; the beginning of time where there is none."""
    try:
        at = datetime.fromisoformat(stamp) - timedelta(seconds=seconds)
    except OverflowError:
        return "0001-01-01T00:00:00.000000Z"
    return at.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


def bounds(since: str | None, until: str | None) -> tuple[str | None, str | None]:
    """The first moment that is within, and the first that is not any more; a day counts to its end.

    Raises:
        UsageError: one of them is no date.

    """
    for given in (since, until):
        if given is not None and moment(given) is None:
            raise UsageError(f"{given!r} is no date; write it as 2026-03-14 or 2026-03-14T09:30")
    first, last = moment(since), moment(until)
    if last is None:
        return first, None
    if len(last) == 10:
        return first, (date.fromisoformat(last) + timedelta(days=1)).isoformat()
    return first, (datetime.fromisoformat(last) + timedelta(seconds=1)).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _in_utc(time: datetime) -> str:
    aware = time if time.tzinfo else time.replace(tzinfo=UTC)
    return aware.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")

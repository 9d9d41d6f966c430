"""What a program that watches feeds keeps: the items that they announce, the stories whose dossier is behind, who is told of alerts."""

from __future__ import annotations

COMMON = (
    """CREATE TABLE items (
        key {text} PRIMARY KEY, feed {text} NOT NULL, address {text}, told {text} NOT NULL, modified {text}, first_seen {text} NOT NULL,
        last_visit {text}, next_visit {text}, visits INTEGER NOT NULL, failures INTEGER NOT NULL, etag {text}, last_modified {text},
        article {text}, last_error {text})""",
    "CREATE INDEX items_by_next ON items (next_visit)",
    "CREATE TABLE behind (story {text} PRIMARY KEY, since {text} NOT NULL)",
    "CREATE INDEX behind_by_since ON behind (since)",
    "CREATE INDEX alerts_by_story ON alerts (story)",
    "CREATE TABLE channels (name {text} PRIMARY KEY, after {ref} NOT NULL, added_at {text} NOT NULL)",
)
SQLITE: tuple[str, ...] = ()
POSTGRESQL: tuple[str, ...] = ()

"""Where the clusterer put an article whose text had changed, in the order in which it heard of it; when feeds last listed their items."""

from __future__ import annotations

COMMON = (
    """CREATE TABLE revisions (
        n {key}, article {ref} NOT NULL REFERENCES articles (seq), version INTEGER NOT NULL, after {ref} NOT NULL, judged {ref} NOT NULL,
        story {text}, judgement {ref} REFERENCES judgements (n), near_misses {text} NOT NULL)""",
    "CREATE INDEX revisions_by_article ON revisions (article)",
    "ALTER TABLE snapshots ADD COLUMN revised BIGINT NOT NULL DEFAULT 0",
    """CREATE TABLE listings (key {text} PRIMARY KEY, feed {text} NOT NULL, last_listed {text} NOT NULL)""",
    "CREATE INDEX listings_by_feed ON listings (feed, last_listed)",
    "CREATE INDEX items_by_last ON items (last_visit)",
)
SQLITE = tuple(
    f"CREATE TRIGGER revisions_only_added_{verb.lower()} BEFORE {verb} ON revisions "
    "BEGIN SELECT RAISE(ABORT, 'revisions are only ever added'); END"
    for verb in ("UPDATE", "DELETE")
)
POSTGRESQL = (
    "CREATE TRIGGER revisions_only_added BEFORE UPDATE OR DELETE ON revisions FOR EACH ROW EXECUTE FUNCTION only_added()",
)

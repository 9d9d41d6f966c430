"""The first shape of the store.

``{text}`` sorts by code point on both engines; ``{key}`` numbers its rows itself; ``{vector}`` is half precision.
"""

from __future__ import annotations

COMMON = (
    """CREATE TABLE articles (
        seq {key}, id {text} NOT NULL UNIQUE, version INTEGER NOT NULL, text_sha256 {text} NOT NULL,
        outlet {text}, title {text}, url {text}, language {text}, published {text}, moment {text}, stored_at {text} NOT NULL)""",
    "CREATE INDEX articles_by_text ON articles (text_sha256)",
    "CREATE INDEX articles_by_moment ON articles (moment)",
    "CREATE INDEX articles_by_outlet ON articles (outlet)",
    """CREATE TABLE versions (
        article {ref} NOT NULL REFERENCES articles (seq), version INTEGER NOT NULL, text_sha256 {text} NOT NULL,
        fetched {text}, stored_at {text} NOT NULL, body {bytes} NOT NULL, PRIMARY KEY (article, version))""",
    "CREATE INDEX versions_by_text ON versions (text_sha256)",
    """CREATE TABLE pages (
        url {text} PRIMARY KEY, article {ref} NOT NULL REFERENCES articles (seq), text_sha256 {text} NOT NULL,
        first_seen {text} NOT NULL, last_seen {text} NOT NULL, times_seen INTEGER NOT NULL, raw {text})""",
    "CREATE INDEX pages_by_article ON pages (article)",
    """CREATE TABLE judgements (
        n {key}, article {text} NOT NULL, other {text} NOT NULL, verdict {text} NOT NULL, score {real} NOT NULL,
        reasons {text} NOT NULL, judge {text} NOT NULL, person INTEGER NOT NULL, at {text}, after {ref} NOT NULL)""",
    "CREATE INDEX judgements_by_article ON judgements (article)",
    "CREATE INDEX judgements_by_other ON judgements (other)",
    """CREATE TABLE placements (
        article {ref} PRIMARY KEY REFERENCES articles (seq), story {text} NOT NULL, judgement {ref} REFERENCES judgements (n),
        near_misses {text} NOT NULL)""",
    """CREATE TABLE lineage (
        n {key}, story {text} NOT NULL, kind {text} NOT NULL, other {text} NOT NULL, at {text})""",
    "CREATE INDEX lineage_by_story ON lineage (story)",
    "CREATE INDEX lineage_by_other ON lineage (other)",
    """CREATE TABLE moves (
        n {key}, article {ref} NOT NULL REFERENCES articles (seq), story {text} NOT NULL)""",
    """CREATE TABLE memberships (
        article {ref} PRIMARY KEY REFERENCES articles (seq), found {text} NOT NULL, story {text} NOT NULL)""",
    "CREATE INDEX memberships_by_found ON memberships (found, article)",
    "CREATE INDEX memberships_by_story ON memberships (story, article)",
    """CREATE TABLE stories (
        id {text} PRIMARY KEY, articles INTEGER NOT NULL, first_article {ref} NOT NULL, last_article {ref} NOT NULL,
        first_moment {text}, last_moment {text})""",
    "CREATE INDEX stories_by_last ON stories (last_article)",
    """CREATE TABLE annotations (
        article {ref} NOT NULL REFERENCES articles (seq), version INTEGER NOT NULL, annotator {text} NOT NULL,
        annotated INTEGER NOT NULL, body {bytes} NOT NULL, PRIMARY KEY (article, version, annotator))""",
    """CREATE TABLE counted (id {key}, counts {text} NOT NULL UNIQUE)""",
    """CREATE TABLE figures (
        article {ref} NOT NULL REFERENCES articles (seq), n INTEGER NOT NULL, counted {ref} REFERENCES counted (id), unit {text},
        value {real}, low {real}, high {real}, least {real}, greatest {real}, part {text} NOT NULL,
        start_at INTEGER NOT NULL, end_at INTEGER NOT NULL, PRIMARY KEY (article, n))""",
    "CREATE INDEX figures_by_size ON figures (counted, greatest)",
    """CREATE TABLE vectors (
        article {ref} NOT NULL REFERENCES articles (seq), version INTEGER NOT NULL, model {text} NOT NULL, n INTEGER NOT NULL,
        vector {vector} NOT NULL, PRIMARY KEY (article, version, model, n))""",
    """CREATE TABLE snapshots (
        n {key}, after {ref} NOT NULL, judged {ref} NOT NULL, clusterer {text} NOT NULL, body {bytes} NOT NULL, made_at {text} NOT NULL)""",
    """CREATE TABLE dossiers (
        story {text} PRIMARY KEY, made_of {text} NOT NULL, body {bytes} NOT NULL, made_at {text} NOT NULL)""",
    """CREATE TABLE feeds (
        url {text} PRIMARY KEY, title {text}, added_at {text} NOT NULL, etag {text}, last_modified {text}, last_try {text},
        last_success {text}, next_due {text}, failures INTEGER NOT NULL, last_error {text}, paused INTEGER NOT NULL)""",
    "CREATE INDEX feeds_by_due ON feeds (next_due)",
    """CREATE TABLE alerts (
        n {key}, at {text} NOT NULL, kind {text} NOT NULL, story {text}, article {text}, message {text} NOT NULL, body {text} NOT NULL)""",
    """CREATE TABLE deliveries (
        alert {ref} NOT NULL REFERENCES alerts (n), channel {text} NOT NULL, at {text} NOT NULL, PRIMARY KEY (channel, alert))""",
    """CREATE TABLE skipped (
        source {text} NOT NULL, reason {text} NOT NULL, first_at {text} NOT NULL, last_at {text} NOT NULL, times INTEGER NOT NULL,
        PRIMARY KEY (source, reason))""",
)

ONLY_ADDED = ("versions", "judgements", "placements", "moves")
"""What is never altered and never deleted; the database itself refuses."""

SQLITE = (
    """CREATE VIRTUAL TABLE words USING fts5(
        title, text, content='', contentless_delete=1, tokenize='porter unicode61 remove_diacritics 2')""",
    """CREATE VIRTUAL TABLE names USING fts5(
        persons, places, content='', contentless_delete=1, tokenize='unicode61 remove_diacritics 2')""",
    *(
        f"CREATE TRIGGER {table}_only_added_{verb.lower()} BEFORE {verb} ON {table} "
        f"BEGIN SELECT RAISE(ABORT, '{table} are only ever added'); END"
        for table in ONLY_ADDED
        for verb in ("UPDATE", "DELETE")
    ),
)

POSTGRESQL = (
    "CREATE TABLE words (rowid BIGINT PRIMARY KEY, vector TSVECTOR NOT NULL)",
    "CREATE INDEX words_by_vector ON words USING GIN (vector)",
    "CREATE TABLE names (rowid BIGINT PRIMARY KEY, persons TSVECTOR NOT NULL, places TSVECTOR NOT NULL)",
    "CREATE INDEX names_by_person ON names USING GIN (persons)",
    "CREATE INDEX names_by_place ON names USING GIN (places)",
    """CREATE FUNCTION only_added() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN RAISE EXCEPTION '%% are only ever added', TG_TABLE_NAME; END $$""",
    *(
        f"CREATE TRIGGER {table}_only_added BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION only_added()"
        for table in ONLY_ADDED
    ),
)

"""Articles in any order and any batches: the same as one by one; taken in again: nothing new."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crosslight.errors import SkipArticle
from crosslight.model import Article
from crosslight.store import Store

TEXTS = (
    "The mill at Dunfar was closed on Monday after a fire in its drying loft.",
    "The mill at Dunfar was closed on Tuesday after a fire in its drying loft.",
    "A choir of forty sang in Oster Vale, and the mayor wept at the end of it.",
)
ARTICLES = st.builds(
    Article,
    id=st.sampled_from(["a", "b", "c"]),
    text=st.sampled_from(TEXTS),
    outlet=st.sampled_from(["Vale Times", "Fjord Post", None]),
    url=st.sampled_from([None, "https://vale.example/1", "https://vale.example/2", "https://fjord.example/1"]),
    fetched=st.sampled_from([None, "2026-03-01T00:00:00Z", "2026-03-02T00:00:00Z", "2026-03-03T00:00:00Z"]),
)
BATCHES = st.lists(st.lists(ARTICLES, max_size=5), max_size=4)


class RolledBackError(Exception):
    """Ends an example: nothing of it stays."""


def roll_back():
    raise RolledBackError


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    with Store.open(tmp_path_factory.mktemp("store") / "news.db", write=True, clock=lambda: "2026-04-01T00:00:00Z") as opened:
        yield opened


def told(store, steps):
    """What became of each article, and what the store then held."""
    results, versions, pages = [], [], []
    try:
        with store.writing() as kept:
            for step in steps:
                results += [one if isinstance(one, SkipArticle) else (one.outcome, one.article, one.version) for one in step(kept)]
            versions = [v.article for _, a in kept.articles.since() for v in kept.articles.versions(a.id)]
            pages = [kept.articles.pages(a.id) for _, a in kept.articles.since()]
            roll_back()
    except RolledBackError:
        return results, versions, pages


@given(BATCHES)
@settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_batches_are_as_one_by_one(store, batches):
    alone = told(store, [lambda kept, a=a: [kept.articles.add(a)] for batch in batches for a in batch])
    together = told(store, [lambda kept, b=batch: kept.articles.add_all((a, None) for a in b) for batch in batches])
    assert together == alone


@given(BATCHES)
@settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_every_text_is_held_and_nothing_comes_in_twice(store, batches):
    listed = [a for batch in batches for a in batch]

    def add(kept):
        return [kept.articles.add(a) for a in listed]

    once, versions, pages = told(store, [add])
    assert {a.text for a in listed} == {version.text for version in versions}
    assert sum(outcome != "seen" for outcome, _, _ in once) == len(versions)
    assert {a.url for a in listed if a.url} == {page.url for seen in pages for page in seen}

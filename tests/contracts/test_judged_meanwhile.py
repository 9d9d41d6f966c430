"""A person corrects stories while articles come in, and programs stop and start: the stories are the same."""

import pytest
from tests.contracts import invented

from crosslight.discover.judging import merge, split
from crosslight.scale.ingest import Annotating, Arrival, Ingest
from crosslight.store import Store
from crosslight.store.doctor import look_over

STREAM = list(invented.stream(90, seed=8))


def corrected(store):
    """Two corrections of what is there now, the same for the same stories."""
    with store.reading() as kept:
        stories = sorted(kept.stories.all(), key=lambda s: (-len(s.articles), s.articles))
    largest, second, third = (s.articles for s in stories[:3])
    return [*split(largest[1:3], [largest[0], *largest[3:]], "Ada"), *merge(second, third, "Ada")]


def run(place, clustering, *, restarting):
    """The stories after thirty articles, a correction, and the rest; with a new program after each batch, or one for all."""
    with Store.open(place, write=True) as store:
        into = Ingest(store, clustering, snapshot_every=25)
        for first in range(0, len(STREAM), 10):
            if first == 30:
                with Store.open(place, judge=True) as beside, beside.writing() as kept:
                    kept.stories.judge(corrected(store))
            if restarting:
                into = Ingest(store, clustering, snapshot_every=25)
            into.take(Arrival(article) for article in STREAM[first : first + 10])
        assert look_over(store).sound
        with store.reading() as kept:
            return list(kept.stories.all())


@pytest.mark.parametrize("clusterer", ["joining", "clustering"])
def test_stopping_and_starting_changes_nothing(place, tmp_path, clusterer):
    clustering = getattr(invented, clusterer)()
    assert run(place, clustering, restarting=True) == run(str(tmp_path / "one.db"), clustering, restarting=False)


def test_what_was_kept_without_stories_is_placed_later(store):
    Ingest(store).take(Arrival(article) for article in STREAM[:40])
    with store.reading() as kept:
        assert (kept.articles.count(), kept.stories.count()) == (40, 0)
    Ingest(store, invented.joining()).take([Arrival(STREAM[40])])
    with store.reading() as kept:
        assert sum(len(story.articles) for story in kept.stories.all()) == 41
    assert look_over(store).sound


def test_annotations_follow_the_id_that_the_store_gave(store):
    from tests.contracts.test_readings import ARTICLE, read

    from crosslight.model import Article

    annotating = Annotating("hand 1", lambda articles: [read(a) for a in articles])
    other = Article(id="quarry", text="A choir sang.", outlet="Fjord Post")
    with store.writing() as kept:
        kept.articles.add(other)
    seen = []
    into = Ingest(store, annotating=annotating, beside=lambda _session, kept: seen.extend(kept))
    (kept_as,) = into.take([Arrival(ARTICLE, raw="pages.warc.gz:7")])
    assert seen == [kept_as]
    assert kept_as.article.id == f"quarry-{ARTICLE.text_sha256[:6]}"
    with store.reading() as kept:
        assert kept.readings.get(kept_as.article.id).figures[0].span.article.id == kept_as.article.id
        assert [h.article.id for h in kept.search.figures("people killed", over=10)] == [kept_as.article.id]


def test_what_cannot_be_kept_is_counted_and_the_rest_goes_on(store):
    from crosslight.model import Article

    kept = Ingest(store, invented.joining()).take([Arrival(Article(id="x" * 3000, text="Much.", title="A: B")), Arrival(STREAM[0])])
    assert [one.article.id for one in kept] == ["n0"]
    with store.reading() as session:
        assert [s.reason.split(":")[0] for s in session.skips.latest()] == ["its id cannot be kept"]

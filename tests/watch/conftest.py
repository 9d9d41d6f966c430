"""A local press, and a store."""

import pytest
from tests.watch.press import Press

from crosslight.store import Store


@pytest.fixture
def press():
    press = Press()
    yield press
    press.close()


@pytest.fixture
def lively():
    """Another one: a host that fails is left alone as a whole."""
    press = Press()
    yield press
    press.close()


@pytest.fixture
def store(tmp_path):
    with Store.open(tmp_path / "news.db", write=True) as store:
        yield store


@pytest.fixture
def watched(store):
    """Puts feeds on the store's list."""

    def add(*urls):
        with store.writing() as kept:
            for url in urls:
                kept.feeds.add(url)

    return add

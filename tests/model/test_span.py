import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crosslight import Article, Span, SpanError

ARTICLE = Article(id="a", text="Seven people died \U0001f6a2 on the sound.", title="Ferry sinks")


def test_a_span_tells_its_exact_words():
    assert ARTICLE.span(0, 12).text == "Seven people"
    assert ARTICLE.span(18, 19).text == "\U0001f6a2", "offsets count code points, not bytes or UTF-16 units"


def test_a_span_in_the_title_reads_the_title():
    assert ARTICLE.span(0, 5, "title").text == "Ferry"


@pytest.mark.parametrize(("start", "end"), [(-1, 3), (3, 3), (5, 2), (0, 34), (40, 41)])
def test_a_span_that_does_not_fit_cannot_be_built(start, end):
    with pytest.raises(SpanError, match="does not fit the text of article 'a'"):
        Span(ARTICLE, start, end)


def test_a_title_span_needs_a_title():
    with pytest.raises(SpanError, match="title"):
        Span(Article(id="b", text="words"), 0, 1, "title")


@given(st.text(min_size=1, max_size=60), st.integers(-5, 70), st.integers(-5, 70))
def test_every_span_that_can_be_built_lies_inside(text, start, end):
    article = Article(id="x", text=text)
    try:
        span = article.span(start, end)
    except SpanError:
        assert not 0 <= start < end <= len(text)
    else:
        assert len(span.text) == end - start
        assert pickle.loads(pickle.dumps(span)) == span


def test_overlap_and_cover_need_the_same_article_and_part():
    other = Article(id="b", text=ARTICLE.text, title=ARTICLE.title)
    assert ARTICLE.span(0, 5).overlaps(ARTICLE.span(4, 9))
    assert not ARTICLE.span(0, 5).overlaps(ARTICLE.span(5, 9))
    assert not ARTICLE.span(0, 5).overlaps(other.span(0, 5))
    assert not ARTICLE.span(0, 5).overlaps(ARTICLE.span(0, 5, "title"))
    assert ARTICLE.span(0, 9).covers(ARTICLE.span(2, 5))


def test_the_hash_is_of_the_utf8_bytes():
    assert Article(id="a", text="abc").text_sha256 == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    assert Article(id="a", text="\ud800").text_sha256, "a lone surrogate does not stop it"

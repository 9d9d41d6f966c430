"""Odd texts: no annotator fails on one. (That time grows with the length alone is measured in benchmarks/growth.py.)"""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crosslight.annotate.parsed import cleaned, parse
from crosslight.annotate.pipeline import read
from crosslight.model import Article

ODD = {
    "empty": "",
    "spaces": " \n\t\r\n  ",
    "one letter": "A",
    "punctuation": "?!.,;:-()[]{}/\\|*&^%$#@~`'\"" * 40,
    "digits": "0123456789 " * 200,
    "one long number": "9" * 3000,
    "quotation marks": '"' * 400,
    "curly marks": "\u201c\u201d" * 200,
    "open marks": "\u201c" * 200,
    "right to left": "\u0642\u0627\u0644 \u0627\u0644\u0648\u0632\u064a\u0631 said 14 \u202ekilled\u202c on \u0627\u0644\u0627\u062b\u0646\u064a\u0646 Monday. ",
    "emoji": "\U0001f468\u200d\U0001f469\u200d\U0001f467\u200d\U0001f466 said \U0001f1f3\U0001f1f4 14 \U0001f480 people died \U0001f44d\U0001f3fd. "
    * 20,
    "zero width": "The\u200b may\u200dor\ufeff said\u200c that\u2060 14\u200b people died.",
    "control characters": "The mayor\x01 said\x07 that\x1b 14\x7f people died on\x85 Monday\x0c.",
    "combining": "e\u0301" * 50 + "\u0301" * 200 + " said that 14 people died.",
    "lone surrogate": "The mayor \ud83d said that 14 people\udc00 died.",
    "capitals": "THE MAYOR OF ORLU SAID ON MONDAY THAT 14 PEOPLE DIED, UP FROM 9. " * 5,
    "no spaces": "ThemayorofOrlusaidonMondaythat14peopledied." * 30,
    "lines": "Mayor\n14\nsaid\n\u201cno\u201d\nMonday\n" * 40,
    "cut quotation": '\u201cWe will not go, said the mayor, and \u2018that is that, "he added, 14 died',
    "brackets": "(((((((((((14 people)))))) said [the [mayor]] {of} Orlu) on Monday",
    "impossible dates": "On 31 February 2026, 99/99/9999, the year 0, 25:61 p.m. and 1e999 per cent of $0.00.00 were minus -0 killed.",
}
"""Texts that no newsroom writes and every crawl brings."""


def whole(parser, text: str, **fields: str | None):
    """The annotations of one text by the whole pipeline."""
    return read(next(parse([Article(id="a", text=text, **fields)], parser)))


@pytest.mark.parametrize("kind", ODD)
@pytest.mark.parametrize("published", [None, "2026-03-12T10:00"])
def test_odd_texts_are_read(parser, kind, published):
    text = ODD[kind]
    annotations = whole(parser, text, published=published)
    for one in (*annotations.figures, *annotations.times, *annotations.places, *annotations.mentions):
        assert 0 <= one.span.start < one.span.end <= len(text)


@settings(max_examples=15, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(st.text(max_size=300))
def test_any_text_is_read(parser, text):
    whole(parser, text, published="2026-03-12")


NEWS = """
“ ” " ' ’ , . : ; - — ( ) he she it who said says told denied that 14 two half million Monday noon until by before
March 2026 $5 5% Mayor President Anna Orlu the a union company killed missing people of in from to and least more than Ltd
"""
WORDS = st.sampled_from([*NEWS.split(), "\n", "\n\n"])


@settings(max_examples=25, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(st.lists(WORDS, max_size=80).map(" ".join))
def test_news_words_in_any_order_are_read(parser, text):
    whole(parser, text, published="2026-03-12")


def test_half_a_pair_of_surrogates_is_read_over():
    text = "The mayor \ud83d said\udc00."
    assert cleaned(text) == "The mayor \ufffd said\ufffd."
    assert len(cleaned(text)) == len(text)
    assert cleaned("\U0001f600") == "\U0001f600"


def test_quick_rules_match_what_the_rules_match(parser):
    from spacy.pipeline import AttributeRuler

    from crosslight.annotate.rules import QuickRules

    ruler = parser.get_pipe("attribute_ruler")
    assert isinstance(ruler.match, QuickRules)
    texts = [
        "There's nobody here, and there are those who ain't going to let's say so: it was gonna sink.",
        "“I don't know that she'd have gone,” Vole said; c'mon, y'all. \n\n  The 11 who were got out themselves.",
        "",
        " \n ",
    ]
    for doc in [*parser.pipe(texts), *parser.pipe(texts)]:  # once unknown, once from what is kept
        assert ruler.match(doc) == AttributeRuler.match(ruler, doc)

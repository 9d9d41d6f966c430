"""The articles on the page: every character where it was, every cited span whole, however spans lie over one another."""

import html as entities
import re

from hypothesis import given
from hypothesis import strategies as st

from crosslight.model import Article, Dossier, Fact, FactMention
from crosslight.present.building import view
from crosslight.present.evidence import Apparatus, Item
from crosslight.present.lineup import LineUp
from present import sample

TAG = re.compile(r"<[^>]*>")


def plain(markup: str) -> str:
    return entities.unescape(TAG.sub("", markup))


def pieces(markup: str, anchor: str) -> str:
    """The text inside all elements of one anchor, in order."""
    found, depth, at = [], [], 0
    for tag in TAG.finditer(markup):
        if any(depth):
            found.append(markup[at : tag.start()])
        at = tag.end()
        if tag[0].startswith("</"):
            depth.pop()
        else:
            depth.append(f'"{anchor}"' in tag[0])
    return entities.unescape("".join(found))


def test_every_span_of_the_sample_is_marked_exactly():
    dossier = sample.dossier()
    shown = view(dossier)
    printed = {a.article.id: "".join(p.html for p in shown.apparatus.paragraphs(a)) for a in shown.lineup.accounts}
    told = [t.evidence for f in shown.facts for t in f.line.told] + [f.told.evidence for q in shown.quantities for f in q.figures]
    assert len(told) > 25
    for evidence in told:
        assert pieces(printed[evidence.span.article.id], evidence.anchor) == evidence.span.text


@st.composite
def texts_with_spans(draw):
    text = draw(st.text(alphabet=st.sampled_from("ab <>&\"'\n\r\té😀\u202e\x00\u2028"), min_size=1, max_size=60))
    ends = st.integers(0, len(text))
    pairs = draw(st.lists(st.tuples(ends, ends), max_size=12))
    return text, [(min(p), max(p)) for p in pairs if p[0] != p[1]]


@given(texts_with_spans())
def test_any_text_with_any_spans_is_printed_whole(given_text):
    text, pairs = given_text
    article = Article("a", text)
    reading = sample.reading(article)
    lineup = LineUp.of(Dossier("0", (reading,), (), (), (), (), (), (), (), (), (), (), ()))
    apparatus = Apparatus(lineup)
    evidence = [apparatus.cite(article.span(*p), Item("k1", "fact")) for p in pairs]
    printed = [p.html for p in apparatus.paragraphs(lineup.accounts[0])]
    whole = [line for line in re.findall(r"[^\r\n]+", text) if line.strip()]
    assert [plain(p) for p in printed] == [line.replace("\x00", "\ufffd") for line in whole]
    for one in evidence:
        marked = "".join(pieces(p, one.anchor) for p in printed)
        kept = "".join(
            line for line in re.findall(r"[^\r\n]+", _only(text, one.span.start, one.span.end)) if line.strip("\x01\r\n")
        )
        expected = "".join(c for c in kept if c != "\x01").replace("\x00", "\ufffd")
        assert marked == expected
    given_ids = re.findall(r' id="([^"]+)"', "".join(printed))
    assert len(given_ids) == len(set(given_ids))


def _only(text: str, start: int, end: int) -> str:
    """The text with all outside the span, and all on blank lines, made \\x01."""
    out = ["\x01" if not start <= n < end and c not in "\r\n" else c for n, c in enumerate(text)]
    for line in re.finditer(r"[^\r\n]+", text):
        if not line[0].strip():
            out[line.start() : line.end()] = ["\x01"] * len(line[0])
    return "".join(out)


def test_crossing_spans_are_split_and_their_rest_is_named():
    article = Article("a", "The ferry sank off Orvik on Tuesday evening.")
    lineup = LineUp.of(sample.bare(article))
    apparatus = Apparatus(lineup)
    apparatus.cite(article.span(4, 24), Item("k1", "fact"))
    later = apparatus.cite(article.span(10, 43), Item("k2", "fact"))
    (paragraph,) = apparatus.paragraphs(lineup.accounts[0])
    assert pieces(paragraph.html, later.anchor) == "sank off Orvik on Tuesday evening"
    assert f'data-k="{later.anchor}"' in paragraph.html
    assert apparatus.split == {later.anchor}
    assert [i.anchor for i in paragraph.items] == ["k1", "k2"]


def test_a_headline_is_evidence_too():
    article = Article("a", "Text.", title="Ferry <sinks> off Orvik")
    dossier = sample.bare(article)
    lineup = LineUp.of(dossier)
    apparatus = Apparatus(lineup)
    evidence = apparatus.cite(article.span(6, 13, "title"), Item("k1", "fact"))
    assert evidence.anchor == "a1-t6-13"
    assert apparatus.headline(lineup.accounts[0]) == 'Ferry <span class="e" id="a1-t6-13">&lt;sinks&gt;</span> off Orvik'


def test_a_span_over_paragraphs_is_lit_in_both():
    article = Article("a", "They knew.\n\nEverybody knew.")
    fact = Fact("k1", "They knew", (FactMention(article.span(0, 27), "asserts"),), 1, 1)
    dossier = Dossier("0", (sample.reading(article),), (), (), (fact,), (), (), (), (), (), (), (), ())
    shown = view(dossier)
    first, second = shown.apparatus.paragraphs(shown.lineup.accounts[0])
    assert 'id="a1-c0-27"' in first.html
    assert 'data-k="a1-c0-27"' in second.html
    assert pieces(first.html + second.html, "a1-c0-27") == "They knew.Everybody knew."

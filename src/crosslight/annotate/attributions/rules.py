"""Attributions by rule: the cue and speaker of every quotation, and clauses of reported speech."""

from __future__ import annotations

import bisect
import re
from typing import TYPE_CHECKING, Any

from spacy.attrs import IDX, LEMMA, POS

from crosslight.annotate.attributions import cues, syntax
from crosslight.annotate.attributions.saying import Saying
from crosslight.annotate.parsed import numbers, strings

if TYPE_CHECKING:
    from spacy.tokens import Token

    from crosslight.annotate.attributions.quotations import Quotation
    from crosslight.annotate.parsed import ParsedArticle

NEAR = 14
"""Tokens between a quotation and the cue that follows it."""
_ACCORDING = re.compile(r"\baccording\b", re.IGNORECASE)


class Page:
    """A parsed text with its quotations: which token is quoted, and where paragraphs end."""

    def __init__(self, parsed: ParsedArticle, quotations: tuple[Quotation, ...]) -> None:
        doc = parsed.doc
        self.doc = doc
        self.text = parsed.text
        self.quotations = quotations
        self.starts = numbers(doc, IDX)
        self.quote_of = [-1] * len(doc)
        for n, q in enumerate(quotations):
            for i in range(*self.tokens(q.start, q.end)):
                self.quote_of[i] = n
        said = cues.SAYING | {"accord"}
        self.cue_verbs: list[int] = [
            i
            for i, (lemma, pos) in enumerate(zip(strings(doc, LEMMA), strings(doc, POS), strict=True))
            if self.quote_of[i] < 0 and pos in ("VERB", "AUX") and lemma.lower() in said
        ]

    def tokens(self, start: int, end: int) -> tuple[int, int]:
        """The range of tokens that begin inside ``[start, end)``."""
        return bisect.bisect_left(self.starts, start), bisect.bisect_left(self.starts, end)

    def chars(self, start: int, end: int) -> tuple[int, int]:
        """The characters under a range of tokens."""
        last = self.doc[end - 1]
        return self.doc[start].idx, last.idx + len(last.text)


def find(parsed: ParsedArticle, quotations: tuple[Quotation, ...]) -> list[Saying]:
    """Every act of saying, in text order, one each."""
    page = Page(parsed, quotations)
    quoted = _quoted(page)
    taken = {i for s in quoted for i in s.cue_tokens}
    said = [s for i in page.cue_verbs if i not in taken and (s := _clause(page, parsed.doc[i])) is not None]
    said += _according(page, taken)
    return sorted([*quoted, *said], key=lambda s: s.start)


def _quoted(page: Page) -> list[Saying]:
    found: list[Saying] = []
    by_cue: dict[int, Saying] = {}
    last: tuple[Quotation, Saying] | None = None
    for q in page.quotations:
        cue = _block_cue(page, q) if q.block else _cue(page, q)
        joined = _joins(page, last, q, cue)
        if joined is not None:
            saying = joined
            if saying.cue is None and saying.source is None and cue is not None:
                later = _with_cue(page, page.doc[cue], q)
                saying.cue, saying.source, saying.head, saying.cue_tokens = later.cue, later.source, later.head, later.cue_tokens
                saying.carried, by_cue[cue] = False, saying
            saying.content.append((q.start, q.end))
            saying.quoted.append((q.start, q.end))
        elif cue is not None and cue in by_cue:
            saying = by_cue[cue]
            saying.quoted.append((q.start, q.end))
            if not any(a <= q.start and q.end <= b for a, b in saying.content):
                saying.content.append((q.start, q.end))
        elif cue is not None:
            saying = by_cue[cue] = _with_cue(page, page.doc[cue], q)
            saying.block = q.block
            found.append(saying)
        elif q.words(page.text) < 3 or _is_title(page.text[q.inner : q.outer]):
            continue
        else:
            saying = _without_cue(page, q)
            found.append(saying)
        last = (q, saying)
    return found


def _is_title(words: str) -> bool:
    """True for what looks like the name of a work: no cue, and every word of any length begins with a capital."""
    long = [w for w in re.findall(r"[^\W\d_][\w\u2019']*", words) if len(w) > 3]
    return bool(long) and all(w[0].isupper() for w in long) and not words.rstrip().endswith((".", "!", "?", ","))


def _joins(page: Page, last: tuple[Quotation, Saying] | None, q: Quotation, cue: int | None) -> Saying | None:
    """The saying that ``q`` goes on with: its paragraph opened anew, or only the cue stands between ("X," he said. "Y.")."""
    if last is None:
        return None
    before, saying = last
    if before.goes_on:
        return saying
    between = page.text[before.end : q.start]
    if cue is not None or q.block or "\n" in between or saying.cue is None or not before.end <= saying.cue[0] < q.start:
        return None
    return (
        saying
        if between.rstrip().endswith((".", ",", ":", ";", "\u2014")) and between.count(".") <= 1 + between.count("Mr.")
        else None
    )


def _cue(page: Page, q: Quotation) -> int | None:
    """The cue verb of a quotation: after it, or before it, in its own sentence; by the comma, the colon and the parse."""
    first, end = page.tokens(q.start, q.end)
    after, before = _cue_after(page, q, end), _cue_before(page, q, first)
    inner = page.text[q.inner : q.outer].rstrip()
    lead = page.text[max(0, q.start - 3) : q.start].rstrip()
    if before is not None and lead.endswith((":", ",")) and not (after is not None and inner.endswith(",")):
        return before
    if after is not None and inner.endswith((",", "?", "!", "\u2014", "-", "\u2026")):
        return after
    if before is not None:
        return before
    return after


def _block_cue(page: Page, q: Quotation) -> int | None:
    """The cue of a block quotation: the last one in the line before, which ends with a colon."""
    if q.name is not None:
        return None
    place = bisect.bisect_left(page.cue_verbs, page.tokens(q.start, q.end)[0]) - 1
    if place < 0:
        return None
    token = page.doc[page.cue_verbs[place]]
    between = page.text[token.idx : q.start]
    return token.i if between.strip().count("\n") == 0 and between.rstrip().endswith(":") and q.start - token.idx < 160 else None


def _cue_after(page: Page, q: Quotation, end: int) -> int | None:
    place = bisect.bisect_left(page.cue_verbs, end)
    if place == len(page.cue_verbs) or page.cue_verbs[place] - end > NEAR:
        return None
    between = page.text[q.end : page.doc[page.cue_verbs[place]].idx]
    if "\n" in between or _ends_sentence(between) or page.text[q.inner : q.outer].rstrip().endswith("."):
        return None
    token = page.doc[page.cue_verbs[place]]
    above = token.head.head
    if token.dep_ == "acl" and above.i > token.i and above.i in page.cue_verbs[place : place + 4]:
        return int(above.i)  # "one user called Ro wrote"
    return page.cue_verbs[place]


def _cue_before(page: Page, q: Quotation, first: int) -> int | None:
    place = bisect.bisect_left(page.cue_verbs, first) - 1
    chosen: int | None = None
    while place >= 0 and first - page.cue_verbs[place] <= 40:
        token = page.doc[page.cue_verbs[place]]
        between = page.text[token.idx + len(token.text) : q.start]
        if "\n" in between.rstrip("\n ") or _ends_sentence(between) or ("\n" in between and ":" not in between):
            break
        if chosen is None and len(between.strip(" ,:;\u2014\u2013-")) < 2:
            return int(token.i)  # right before the mark: nothing can come nearer
        chosen = token.i if chosen is None or _governs(page, token, first) else chosen
        place -= 1
    return chosen


def _governs(page: Page, cue: Token, first: int) -> bool:
    """True where the quotation lies under the cue's clause."""
    if first >= len(page.doc):
        return False
    token = page.doc[first]
    for _ in range(12):
        if token.head is token:
            return False
        token = token.head
        if token == cue:
            return True
    return False


def _ends_sentence(between: str) -> bool:
    """True where a full stop (not of an abbreviation or an initial) stands between."""
    return any(
        between[i : i + 2] in (". ", "! ", "? ", "; ") and len(between[:i].split()[-1:][0] if between[:i].split() else "") > 3
        for i in range(len(between))
    )


def _with_cue(page: Page, cue: Token, q: Quotation) -> Saying:
    said = syntax.clause(cue)
    content = [(q.start, q.end)]
    parts = _cue_parts(page, cue)
    if parts["source"] is None and 0 < cue.i - (end := page.tokens(q.start, q.end)[1]) <= NEAR:
        who = syntax.between(page.doc, end, cue.i)
        if who is not None:
            first, last = syntax.phrase(who)
            first, last = syntax.trimmed(page.doc, max(first, end), max(min(last, cue.i), who.i + 1))
            parts |= {"source": page.chars(first, last), "head": who.i}
    if said is not None:
        start, end = page.chars(*said)
        if start < q.start < end and not start <= cue.idx < end:
            content = [(start, max(end, q.end))]
    return Saying(content, **parts, quoted=[(q.start, q.end)])


def _cue_parts(page: Page, cue: Token) -> dict[str, Any]:
    who = _sayer(cue)
    if who is not None and page.quote_of[who.i] >= 0:
        who = None
    source = page.chars(*_outside(page, who)) if who is not None else None
    end = cue.idx + len(cue.text)
    if cue.lower_ == "according" and cue.i + 1 < len(page.doc) and page.doc[cue.i + 1].lower_ == "to":
        end = page.doc[cue.i + 1].idx + 2
    return {
        "cue": (cue.idx, end),
        "source": source,
        "head": None if who is None else who.i,
        "cue_tokens": (cue.i,),
        "plain": who is not None and who.head == cue and who.i < cue.i and who.dep_ == "nsubj",
        "reported": who is not None and cue.lemma_.lower() in ("quote", "cite") and who.dep_ == "dobj",
    }


def _sayer(cue: Token) -> Token | None:
    """The head of the phrase that names who says it: the subject, who is quoted by it, or whom it is according to."""
    below = {c.dep_: c for c in cue.children}
    if cue.lower_ == "according":
        to = next((c for c in cue.children if c.lower_ == "to"), cue.nbor() if cue.i + 1 < len(cue.doc) else cue)
        return next((c for c in to.children if c.dep_ == "pobj"), None)
    if cue.lemma_.lower() in ("quote", "cite") and "dobj" in below and any(c.lower_ == "as" for c in cue.subtree):
        return below["dobj"]
    return syntax.subject(cue)


def _outside(page: Page, head: Token) -> tuple[int, int]:
    """The noun phrase of ``head`` as far as it lies outside quotation marks and the paragraph."""
    start, end = syntax.phrase(head)
    while start < head.i and any(page.quote_of[i] >= 0 or "\n" in page.doc[i].text for i in range(start, head.i)):
        start += 1
    stop = next((i for i in range(head.i, end) if page.quote_of[i] >= 0 or "\n" in page.doc[i].text), end)
    return syntax.trimmed(page.doc, start, max(stop, head.i + 1))


def _without_cue(page: Page, q: Quotation) -> Saying:
    """A quotation with no cue: the subject of its sentence where the sentence has words of its own, else whoever spoke last."""
    if q.name is not None:
        first, _ = page.tokens(*q.name)
        return Saying([(q.start, q.end)], source=q.name, head=first, quoted=[(q.start, q.end)])
    first, _ = page.tokens(q.start, q.end)
    token = page.doc[min(first, len(page.doc) - 1)]
    sentence = token.sent
    who = None
    if (
        not q.block
        and sentence.start < first
        and sum(page.quote_of[i] < 0 and page.doc[i].is_alpha for i in range(sentence.start, sentence.end)) >= 3
    ):
        who = next((t for t in sentence if t.dep_ == "nsubj" and t.i < first and page.quote_of[t.i] < 0 and _may_speak(t)), None)
    if who is None:
        return Saying([(q.start, q.end)], carried=True, quoted=[(q.start, q.end)])
    return Saying([(q.start, q.end)], source=page.chars(*_outside(page, who)), head=who.i, quoted=[(q.start, q.end)])


def _may_speak(head: Token) -> bool:
    """True for a person, a body, or a pronoun for one."""
    return head.ent_type_ in ("PERSON", "ORG", "NORP") or head.lower_ in ("he", "she", "they") or head.lemma_.lower() in cues.PEOPLE


def _clause(page: Page, cue: Token) -> Saying | None:
    """Reported speech without quotation marks: a cue with a subject and a clause."""
    if cue.lemma_.lower() not in cues.CLAUSAL or not any(c.dep_ == "ccomp" for c in cue.children):
        return None
    said = syntax.clause(cue)
    parts = _cue_parts(page, cue)
    if said is None or parts["source"] is None:
        return None
    return Saying([page.chars(*said)], **parts)


def _according(page: Page, taken: set[int]) -> list[Saying]:
    found = []
    for m in _ACCORDING.finditer(page.text):
        i = bisect.bisect_left(page.starts, m.start())
        t = page.doc[i] if i + 1 < len(page.doc) and page.starts[i] == m.start() else None
        if t is None or t.lower_ != "according" or page.doc[i + 1].lower_ != "to" or page.quote_of[i] >= 0 or i in taken:
            continue
        who = next((c for c in page.doc[t.i + 1].children if c.dep_ == "pobj"), None)
        if who is None:
            continue
        start, end = syntax.phrase(who)
        sentence = t.sent
        before, after = (sentence.start, t.i), (end, sentence.end)
        wide = before if before[1] - before[0] >= after[1] - after[0] else after
        if wide[1] - wide[0] < 2:
            continue
        cue = (t.idx, page.doc[t.i + 1].idx + 2)
        found.append(Saying([page.chars(*syntax.trimmed(page.doc, *wide))], cue, page.chars(start, end), who.i, (t.i, t.i + 1)))
    return found

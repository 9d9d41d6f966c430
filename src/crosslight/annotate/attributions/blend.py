"""The tagger's attributions and the rules' joined: one saying for each act of saying, no quotation without one."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from crosslight.annotate.attributions import features, syntax
from crosslight.annotate.attributions.saying import Range, Saying

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from crosslight.annotate.attributions.features import Columns
    from crosslight.annotate.attributions.quotations import Quotation
    from crosslight.annotate.attributions.tagger import Tagged, Tagger
    from crosslight.annotate.parsed import ParsedArticle

EAGER = -0.25
"""Added to a cue's log odds. On PolNeAR articles held out of training, source / cue / content F1: -0.5 .741/.659/.536, 0 .751/.660/.541."""
HOLLOW = (0.0, 0.0)
"""Added to the log odds of no source and no content: untuned."""


def join(parsed: ParsedArticle, quotations: tuple[Quotation, ...], ruled: list[Saying], tagger: Tagger) -> list[Saying]:
    """What the tagger finds; the rules' word for every quotation that it leaves without a speaker."""
    doc, text = parsed.doc, parsed.text
    c = features.columns(doc, quotations)
    row_of = {int(i): n for n, i in enumerate(c.index)}
    said = [s for s in ruled if s.quoted]
    also = [row_of[s.cue_tokens[0]] for s in said if s.cue_tokens and s.cue_tokens[0] in row_of]
    tagged = tagger(c, also, eager=EAGER, hollow=HOLLOW)
    own = [_saying(doc, text, c, t, quotations) for t in tagged if t.sure > -9 or t.content is not None]
    extra = {id(s) for s, t in zip(own, (t for t in tagged if t.sure > -9 or t.content is not None), strict=True) if t.sure <= -9}
    by_cue = {i: s for s in own for i in s.cue_tokens}
    kept: list[Saying] = []
    wanted: set[int] = set()
    for rule in said:
        mine = next((by_cue[i] for i in rule.cue_tokens if i in by_cue), None)
        if mine is not None and _take(mine, rule):
            wanted.add(id(mine))
        elif (other := _holder(own, extra, rule)) is not None:
            _fill(other, rule)
        else:
            kept.append(rule)
    found = [s for s in own if s.content and (id(s) not in extra or id(s) in wanted)]
    return sorted([*found, *kept], key=lambda s: (s.start, s.cue or (0, 0)))


def _saying(doc: Doc, text: str, c: Columns, t: Tagged, quotations: tuple[Quotation, ...]) -> Saying:
    source = _source(doc, c, t)
    rows = tuple(int(i) for i in c.index[t.cue[0] : t.cue[1] + 1])
    named = _chars(c, t.source) if t.source is not None and source is not None else None
    saying = Saying([_chars(c, t.content)] if t.content else [], _chars(c, t.cue), named, source, rows)
    if t.content:
        _quote(saying, quotations)
        saying.content = [_snapped(text, r, saying.quoted) for r in _parts(text, saying)]
    return saying


def _chars(c: Columns, rows: Range) -> Range:
    """The characters under rows (first, last)."""
    return int(c.start[rows[0]]), int(c.end[rows[1]])


def _source(doc: Doc, c: Columns, t: Tagged) -> int | None:
    """The token that heads a tagged source; none where the source is who is told."""
    if t.source is None:
        return None
    inside = [i for i in range(t.source[0], t.source[1] + 1) if not t.source[0] <= c.head[i] <= t.source[1]]
    row = inside[0] if inside else t.source[1]
    head, last = doc[int(c.index[row])], doc[int(c.index[t.cue[1]])]
    if row > t.cue[1] and t.cue[0] <= c.head[row] <= t.cue[1]:
        told = last.lemma_.lower() in syntax.TO_SOMEBODY or head.dep_ in ("dobj", "dative")
        return None if told else head.i
    return int(head.i)


def _quote(saying: Saying, quotations: tuple[Quotation, ...]) -> None:
    """Notes the quotations that the content holds; one that holds the cue too is somebody else's."""
    start, end = saying.content[0]
    for q in quotations:
        shared = min(end, q.end) - max(start, q.start)
        if shared > 0 and shared >= 0.5 * (q.end - q.start) and not (saying.cue and q.start <= saying.cue[0] < q.end):
            saying.quoted.append((q.start, q.end))


def _snapped(text: str, part: Range, quoted: list[Range]) -> Range:
    """A stretch that is one quotation but for a word or its marks, as that quotation."""
    start, end = part
    for a, b in quoted:
        if min(end, b) - max(start, a) > 0.8 * (b - a):
            beyond = text[start : max(start, a)] + " " + text[min(end, b) : end]
            if len(beyond.split()) < 2:
                return a, b
    return part


def _parts(text: str, saying: Saying) -> list[Range]:
    """The content without the cue and source that break it off."""
    start, end = saying.content[0]
    inner = [r for r in (saying.cue, saying.source) if r is not None and start < r[0] and r[1] < end]
    if not inner or (saying.cue is not None and not start <= saying.cue[0] < end):
        return [(start, end)]
    first, last = _stripped(text, start, min(r[0] for r in inner)), _stripped(text, max(r[1] for r in inner), end)
    after = next((q for q in saying.quoted if q[0] >= last[0] and q[0] - last[0] < 80), None) if last else None
    if last and after and first and any(q[1] == first[1] for q in saying.quoted):
        last = (after[0], last[1])
    return [r for r in (first, last) if r is not None and r[0] < r[1]] or [(start, end)]


def _stripped(text: str, start: int, end: int) -> Range:
    """The range without white space and commas at its ends."""
    words = text[start:end]
    lead = len(words) - len(words.lstrip(" ,;:\u2014\u2013\n\t"))
    tail = len(words) - len(re.sub(r"[\s,;:]+$", "", words))
    return start + min(lead, len(words)), max(end - tail, start + min(lead, len(words)))


def _take(mine: Saying, rule: Saying) -> bool:
    """Gives a tagged saying the quotations that the rules give to its cue; False where its content lies elsewhere."""
    if not mine.content:
        mine.content = list(rule.content)
        mine.quoted = list(rule.quoted)
    if rule.block:
        mine.content, mine.quoted = list(rule.content), list(rule.quoted)
    for q in rule.quoted:
        if not any(min(b, q[1]) - max(a, q[0]) >= 0.5 * (q[1] - q[0]) for a, b in mine.content):
            mine.content = _with(mine.content, q)
        if q not in mine.quoted:
            mine.quoted.append(q)
    _fill(mine, rule)
    return True


def _with(content: list[Range], q: Range) -> list[Range]:
    """The content and one more quotation, what it touches replaced."""
    apart = [(a, b) for a, b in content if b <= q[0] or a >= q[1]]
    touching = [r for r in content if r not in apart]
    return sorted([*apart, (min([q[0], *(a for a, _ in touching)]), max([q[1], *(b for _, b in touching)]))])


def _fill(saying: Saying, rule: Saying) -> None:
    apart = saying.source is not None and rule.source is not None and not _meet(saying.source, rule.source)
    if saying.source is None or (rule.source is not None and rule.reported) or (apart and rule.plain):
        saying.source, saying.head, saying.carried = rule.source, rule.head, rule.carried or rule.source is None


def _meet(a: Range, b: Range) -> bool:
    return a[0] < b[1] and b[0] < a[1]


def _holder(own: list[Saying], extra: set[int], rule: Saying) -> Saying | None:
    """The tagged saying whose content holds the rule's quotations."""
    for s in own:
        if id(s) in extra:
            continue
        held = [q for q in rule.quoted if q in s.quoted]
        if held and len(held) == len(rule.quoted):
            return s
    return None

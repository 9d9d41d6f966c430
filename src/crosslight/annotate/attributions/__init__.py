"""Who says what: every attribution of one article, in text order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crosslight.annotate.attributions import blend, cues, features, quotations, rules, speakers
from crosslight.annotate.attributions.tagger import shipped
from crosslight.model import Attribution, Source

if TYPE_CHECKING:
    from crosslight.annotate.attributions.saying import Saying
    from crosslight.annotate.entities import Cast
    from crosslight.annotate.parsed import ParsedArticle
    from crosslight.model.annotations import Form

__all__ = ["find"]


def find(parsed: ParsedArticle, cast: Cast) -> tuple[Attribution, ...]:
    """Who says what: every attribution of one article, in text order."""
    if not parsed.text.strip():
        return ()
    quoted = quotations.find(parsed.article.text)
    sayings = rules.find(parsed, quoted)
    tagger = shipped()
    if tagger is not None and parsed.doc.tensor.shape == (len(parsed.doc), features.WIDTH):
        sayings = blend.join(parsed, quoted, sayings, tagger)
    names = speakers.name_all(parsed, cast, sayings)
    return tuple(_built(parsed, cast, n, saying, name) for n, (saying, name) in enumerate(zip(sayings, names, strict=True), 1))


def _built(parsed: ParsedArticle, cast: Cast, number: int, saying: Saying, name: str | None) -> Attribution:
    doc = parsed.doc
    source = None
    if saying.source is not None:
        span = parsed.span(*saying.source)
        entity = cast.at(span) if cast.mentions else None
        source = Source(span, name or span.text, entity.id if entity else None)
    lemmas = tuple(
        t.lemma_.lower()
        for i in saying.cue_tokens
        for t in (doc[i], *doc[i].children)
        if t.i == i or t.dep_ in ("neg", "prt", "prep", "aux")
    )
    return Attribution(
        id=f"a{number}",
        form=_form(saying, parsed.article.text),
        source=source,
        cue=parsed.span(*saying.cue) if saying.cue else None,
        content=tuple(parsed.span(*r) for r in sorted(saying.content)),
        stance=cues.stance(lemmas),
    )


def _form(saying: Saying, text: str) -> Form:
    """Direct where all content stands in quotation marks; mixed where some does (three words or more: less is a scare quote)."""
    if not saying.quoted:
        return "indirect"
    inside = all(any(a <= s and e <= b for a, b in saying.quoted) for s, e in saying.content)
    if inside:
        return "direct"
    return "mixed" if any(len(text[a:b].split()) >= 3 for a, b in saying.quoted) else "indirect"

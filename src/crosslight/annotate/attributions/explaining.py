"""Why somebody's words were read as such."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crosslight.annotate.attributions import blend, features, quotations, rules, speakers
from crosslight.annotate.attributions.tagger import shipped
from crosslight.annotate.explanation import Explanation, chance, shown

if TYPE_CHECKING:
    from crosslight.annotate.attributions.saying import Saying
    from crosslight.annotate.entities import Cast
    from crosslight.annotate.parsed import ParsedArticle
    from crosslight.model import Attribution, Source


def explain(parsed: ParsedArticle, attribution: Attribution, cast: Cast) -> Explanation:
    """The cue, which of tagger and rules gave it (the tagger with its probability), and how the speaker got the name."""
    quoted = quotations.find(parsed.article.text)
    ruled = rules.find(parsed, quoted)
    cue, source = attribution.cue, attribution.source
    reasons = [f"the cue is {shown(cue.text)}, which {attribution.stance}" if cue else "no cue stands beside the words"]
    reasons += _found_by(parsed, attribution, quoted, ruled)
    reasons.append(_form(attribution))
    reasons += _named(parsed, cast, source) if source else ["nobody is named as the source"]
    who = source.name if source else "somebody unnamed"
    whole = attribution.content[0]
    return Explanation(attribution.id, "attribution", whole, f"{who}, {attribution.form}", tuple(reasons))


def _found_by(
    parsed: ParsedArticle, attribution: Attribution, quoted: tuple[quotations.Quotation, ...], ruled: list[Saying]
) -> list[str]:
    """Whether the tagger saw the cue, and what the rules say to the same words."""
    said = []
    tagger = shipped()
    if tagger is not None and parsed.doc.tensor.shape == (len(parsed.doc), features.WIDTH) and attribution.cue:
        columns = features.columns(parsed.doc, quoted)
        cue = attribution.cue
        for tagged in tagger(columns, eager=blend.EAGER, hollow=blend.HOLLOW):
            start, end = int(columns.start[tagged.cue[0]]), int(columns.end[tagged.cue[1]])
            if start < cue.end and cue.start < end:
                said.append(f"the trained tagger takes it for a cue: probability {chance(tagged.sure):.2f} (taken from 0.50)")
                break
    spans = [(c.start, c.end) for c in attribution.content]
    rule = next((s for s in ruled for a, b in s.content if any(a < e and b > f for f, e in spans)), None)
    if rule is None:
        said.append("the rules alone would not have found it")
    elif rule.block:
        said.append("by rule: words set off in a paragraph of their own after a colon")
    elif rule.quoted:
        said.append("by rule: a quotation of at least three words, or one with a verb of saying beside it, is somebody's words")
    else:
        said.append("by rule: a verb of saying with a speaker and the clause that it governs, or \u201caccording to\u201d")
    return said


def _form(attribution: Attribution) -> str:
    return {
        "direct": "all of its words stand in quotation marks: direct",
        "mixed": "three words or more of it stand in quotation marks: mixed",
        "indirect": "its words stand in no quotation marks (or in no more than two): indirect",
    }[attribution.form]


def _named(parsed: ParsedArticle, cast: Cast, source: Source) -> list[str]:
    """How the words of the source became a name."""
    words = source.span.text
    if source.name in (words, words.removeprefix("the ").removeprefix("The ")):
        return [f"the source is {shown(words)}, the name as it stands"]
    span = parsed.doc.char_span(source.span.start, source.span.end, alignment_mode="expand")
    if span is None or not len(span):
        return [f"the source is {shown(words)}, read as {source.name}"]
    head, names = span.root, speakers.Names(parsed, cast)
    ways = (
        ("names the person, called so in full in the article", names.named(head, source.span.start, source.span.end)),
        ("is the role that the article gave to the person", names.role(head)),
        ("is a mention of the entity", names.known(head)),
        ("describes somebody whom nobody names", names.described(head, source.span.start, source.span.end)),
    )
    if head.pos_ != "PRON":
        for how, speaker in ways:
            if speaker is not None and speaker.name == source.name:
                return [f"the source {shown(words)} {how}: {source.name}"]
    how = (
        "stands for the last fitting speaker or subject before it"
        if head.pos_ in ("PRON", "DET")
        else "stands for who spoke before"
    )
    return [f"the source {shown(words)} {how}: {source.name}"]

"""Statements that are answered: one party says it, the next denies it, or says that it is not so.

The classic turn of a report ("Survivors said … The company denied that.") needs no trained scorer: what is answered
stands right before the answer, or is named in it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from crosslight.collate.disputes.assembling import ALIKE, WITNESSES, Links, Quarrel
from crosslight.collate.disputes.marks import LIGHT

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from crosslight.collate.disputes.marks import Marks
    from crosslight.collate.reading import Sentence, StoryReading
    from crosslight.model import Tokens

DENYING = frozenset(["deny", "reject", "dispute", "dismiss", "refute", "contradict", "rebut", "repudiate"])
TURNING_DOWN = frozenset(["reject", "dismiss", "repudiate"])
"""With a thing of its own as object, these refuse an offer or throw out an officer rather than deny a statement."""
REACH = 3
"""How many sentences back an answer can point."""
POINTED = 0.62
"""Where a denial points back ("denied that", "rejected the accusation"): the surest."""
UNDONE = 0.5
"""One verb of one subject, with and without a "not"."""
TURNED = 0.30
"""Two speakers in turn, the second with a "not"."""
CLAUSED = 0.26
"""A denial that names what it denies, against the statement likest to that."""
NEAR = 0.30
"""An answered statement is at least this like its answer (cosine), where the answer points at it."""
ANSWERED_ALIKE = 0.7
"""A link from which on another denial is the same answer."""
TURN_NEAR_POINTING = 0.36
"""An answer that points ("says that it has none", "no such complaint") shares few words with what it answers."""
_POINTING = re.compile(r"\b(?:no such|none|nothing of the (?:kind|sort))\b", re.IGNORECASE)
CLAUSE_NEAR = 0.45


@dataclass(frozen=True, slots=True)
class Answer:
    """A sentence that answers: what it denies, by the token of the verb, and whether it only points at it."""

    sentence: int
    verb: int
    content: int | None
    points: bool


def answers(story: StoryReading, told: Sequence[Marks]) -> list[Answer]:
    """Every sentence with a verb of denying and what it denies."""
    found = []
    for m in told:
        tokens = story.readings[m.sentence.article].tokens
        for i in range(m.sentence.first, m.sentence.last):
            if tokens.pos[i] == "VERB" and tokens.lemma[i] in DENYING and not _negated(tokens, m.sentence, i):
                content = _object(tokens, m.sentence, i)
                named = content is not None and tokens.dep[content] == "dobj" and not _points(tokens, m.sentence, content)
                if content is not None and not (named and tokens.lemma[i] in TURNING_DOWN):
                    found.append(Answer(m.sentence.index, i, content, _points(tokens, m.sentence, content)))
                    break
    return found


def answered(
    story: StoryReading,
    told: Sequence[Marks],
    *,
    usable: Sequence[bool],
    cosine: NDArray[np.float32],
    links: Links,
) -> list[Quarrel]:
    """The quarrels of all answers, the surest first."""
    denials = answers(story, told)
    by_sentence = {a.sentence: a for a in denials}
    found: list[Quarrel] = []
    for answer in denials:
        if usable[answer.sentence] and answer.points:
            before = _pointed_at(answer.sentence, told, usable, cosine, by_sentence)
            if before is not None:
                found.append(_quarrel(POINTED, before, answer.sentence, told, "one of them denies what stands before it"))
    named = [a for a in denials if usable[a.sentence] and not a.points]
    found += _named(named, story, told, usable, by_sentence, links, cosine)
    found += _undone(story, told, usable)
    for n in range(1, len(told)):
        if n not in by_sentence and _turns(told[n - 1], told[n], usable, cosine):
            found.append(_quarrel(TURNED, n - 1, n, told, "one party says it, the next says that it is not so"))
    for quarrel in found:
        _widen(quarrel, told, usable, links)
    return sorted(found, key=lambda q: (-q.score, q.best))


def _widen(quarrel: Quarrel, told: Sequence[Marks], usable: Sequence[bool], links: Links) -> None:
    """Further witnesses: of the statement those who state it, of the answer those who deny."""
    taken = {s for side in quarrel.sides for s in side}
    for n, bar in ((0, ALIKE), (1, ANSWERED_ALIKE)):
        side = quarrel.sides[n]
        for other in links.near(side[:1], bar):
            denies = bool({"not", "denial"} & told[other].cues)
            if other not in taken and usable[other] and denies == bool(n) and len(side) < WITNESSES:
                side.append(other)
                taken.add(other)
    quarrel.closed = True


def _quarrel(score: float, statement: int, answer: int, told: Sequence[Marks], why: str) -> Quarrel:
    side = [answer]
    after = answer + 1
    short = told[answer].length <= 8
    if short and after < len(told) and told[after].sentence.article == told[answer].sentence.article:
        side = [after, answer] if told[answer].length <= 5 else [answer, after]
    return Quarrel(score, [[statement], side], (min(statement, answer), max(statement, answer)), [why], kind="denial")


def _pointed_at(
    at: int, told: Sequence[Marks], usable: Sequence[bool], cosine: NDArray[np.float32], denials: Mapping[int, Answer]
) -> int | None:
    """The sentence before it that an answer is likest to, in the same article and by somebody else."""
    answer = told[at]
    beside = [at] if answer.length > 8 or at + 1 >= len(told) else [at, at + 1]
    best, score = None, NEAR
    for back in range(1, REACH + 1):
        n = at - back
        if n < 0 or told[n].sentence.article != answer.sentence.article:
            break
        if not usable[n] or (told[n].speaker is not None and told[n].speaker == answer.speaker):
            continue
        like = max(float(cosine[n, k]) for k in beside) + (0.15 if back == 1 else 0.0)
        if like > score and n not in denials:
            best, score = n, like
    return best


def _named(  # noqa: PLR0913 - the story's tables
    named: Sequence[Answer],
    story: StoryReading,
    told: Sequence[Marks],
    usable: Sequence[bool],
    denials: Mapping[int, Answer],
    links: Mapping[tuple[int, int], float],
    cosine: NDArray[np.float32],
) -> list[Quarrel]:
    """Denials that name what they deny, those alike as one, each against the statements likest to what is denied."""
    if not named:
        return []
    words = story.encoder.encode([content_words(story, told[a.sentence].sentence, a) for a in named])
    like = words @ story.vectors.T
    found: list[Quarrel] = []
    done: set[int] = set()
    for n, answer in enumerate(named):
        if n in done:
            continue
        group = [n, *(k for k in range(n + 1, len(named)) if k not in done and _alike(answer.sentence, named[k].sentence, links))]
        done.update(group)
        speakers = {told[named[k].sentence].speaker for k in group} - {None}
        best, score = None, CLAUSE_NEAR
        for m in told:
            at = m.sentence.index
            if not usable[at] or at in denials or m.speaker in speakers or "not" in m.cues:
                continue
            chance = sum(float(like[k, at]) for k in group) / len(group)
            before = [k for k in group if told[named[k].sentence].sentence.article == m.sentence.article]
            if any(0 < named[k].sentence - at <= REACH for k in before):
                chance = max(chance, *(float(cosine[named[k].sentence, at]) for k in before))
            if chance > score:
                best, score = at, chance
        if best is not None:
            sides = [[best], [named[k].sentence for k in group][:WITNESSES]]
            pair = (min(best, answer.sentence), max(best, answer.sentence))
            found.append(
                Quarrel(CLAUSED + (score - CLAUSE_NEAR), sides, pair, ["one of them denies what the other says"], kind="denial")
            )
    return found


def _undone(story: StoryReading, told: Sequence[Marks], usable: Sequence[bool]) -> list[Quarrel]:
    """One says that it was done, another that it was not: one verb, one subject, one "not"."""
    done: dict[tuple[str, str], list[tuple[int, frozenset[str], bool]]] = {}
    for m in told:
        if not usable[m.sentence.index]:
            continue
        tokens = story.readings[m.sentence.article].tokens
        for i in range(m.sentence.first, m.sentence.last):
            if tokens.pos[i] != "VERB" or tokens.lemma[i] in LIGHT or tokens.dep[i] in ("xcomp", "amod"):
                continue
            subject = next(
                (k for k in range(m.sentence.first, m.sentence.last) if tokens.head[k] == i and tokens.dep[k] == "nsubjpass"), None
            )
            if subject is not None:
                names = _subject_names(m, told, tokens, subject, i)
                may = any(tokens.head[k] == i and tokens.tag[k] == "MD" for k in range(m.sentence.first, i))
                if may:
                    continue
                done.setdefault((tokens.lemma[i], tokens.dep[subject]), []).append(
                    (m.sentence.index, names, _negated(tokens, m.sentence, i))
                )
    found = []
    for same in done.values():
        for at, names, negated in same:
            others = [b for b, theirs, theirs_not in same if negated and not theirs_not and names & theirs and b != at]
            if others:
                found.append(_quarrel(UNDONE, others[0], at, told, "one says that it was done, the other that it was not"))
    return found


def _subject_names(m: Marks, told: Sequence[Marks], tokens: Tokens, subject: int, verb: int) -> frozenset[str]:
    """The names and nouns of a verb's subject; a pronoun's are those of the sentence before it."""
    if tokens.tag[subject] in ("WDT", "WP") and tokens.head[verb] != verb:
        subject = tokens.head[verb]
    if tokens.pos[subject] == "PRON":
        before = m.sentence.index - 1
        return told[before].names if m.sentence.position > 0 else frozenset()
    own = {subject, *(i for i in range(m.sentence.first, m.sentence.last) if tokens.head[i] == subject)}
    own |= {i for i in range(m.sentence.first, m.sentence.last) if tokens.head[i] in own and tokens.pos[i] == "PROPN"}
    return frozenset(tokens.lemma[i] for i in own if tokens.pos[i] in ("NOUN", "PROPN"))


def content_words(story: StoryReading, sentence: Sentence, answer: Answer) -> str:
    """The words of what is denied."""
    reading = story.readings[sentence.article]
    tokens, top = reading.tokens, answer.content
    inside = {top} if top is not None else {answer.verb}
    for _ in range(20):
        more = {i for i in range(answer.verb + 1, sentence.last) if tokens.head[i] in inside} - inside
        if not more:
            break
        inside |= more
    return reading.article.text[tokens.start[min(inside)] : tokens.end[max(inside)]]


def _alike(a: int, b: int, links: Mapping[tuple[int, int], float]) -> bool:
    return a == b or links.get((min(a, b), max(a, b)), 0.0) >= ALIKE


def _turns(first: Marks, second: Marks, usable: Sequence[bool], cosine: NDArray[np.float32]) -> bool:
    """True where the second sentence has another speaker, who says that it is not as the first says."""
    a, b = first.sentence, second.sentence
    return (
        a.article == b.article
        and usable[a.index]
        and usable[b.index]
        and first.speaker is not None
        and second.speaker is not None
        and first.speaker != second.speaker
        and "not" in second.cues
        and "not" not in first.cues
        and bool(_POINTING.search(second.sentence.text))
        and float(cosine[a.index, b.index]) >= TURN_NEAR_POINTING
    )


def _negated(tokens: Tokens, sentence: Sentence, verb: int) -> bool:
    return any(tokens.head[i] == verb and tokens.dep[i] == "neg" for i in range(sentence.first, sentence.last))


def _object(tokens: Tokens, sentence: Sentence, verb: int) -> int | None:
    """What is denied; ``None`` where somebody is denied something ("denied the crew access", "access to the port")."""
    below = [i for i in range(sentence.first, sentence.last) if tokens.head[i] == verb]
    own = [i for i in below if i > verb and tokens.dep[i] in ("dobj", "ccomp", "xcomp")]
    refused = tokens.lemma[verb] == "deny" and any(
        tokens.dep[i] == "dative" or (tokens.dep[i] == "prep" and tokens.lemma[i] == "to")
        for i in (*below, *_below(tokens, sentence, own))
    )
    return own[0] if own and not refused else None


def _below(tokens: Tokens, sentence: Sentence, tops: Sequence[int]) -> list[int]:
    return [i for i in range(sentence.first, sentence.last) if tokens.head[i] in tops[:1] and tokens.dep[tops[0]] == "dobj"]


def _points(tokens: Tokens, sentence: Sentence, content: int) -> bool:
    """True for "that", "the claim", "these accusations": words that stand for what was said before."""
    if tokens.dep[content] != "dobj":
        return False
    below = [i for i in range(sentence.first, sentence.last) if tokens.head[i] == content and i != content]
    if tokens.pos[content] == "PRON" or tokens.lemma[content] in ("that", "this", "it"):
        return True
    pointing = any(tokens.pos[i] == "DET" and tokens.lemma[i] in ("the", "this", "that", "these", "those", "such") for i in below)
    return pointing and all(tokens.dep[i] in ("det", "predet", "punct") for i in below)

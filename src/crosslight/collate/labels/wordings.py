"""The wordings of an article: its noun phrases and verbs, with what they are built of."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from crosslight.collate.labels.lexicon import modifiers, noun_weights

if TYPE_CHECKING:
    from collections.abc import Iterator

    from crosslight.collate.cast import StoryCast
    from crosslight.model import Annotations, Span

_LEFT = frozenset(
    ["det", "amod", "compound", "nummod", "poss", "nmod", "advmod", "case", "punct", "npadvmod", "quantmod", "predet"]
)
_SKIPPED = frozenset(["DET", "PUNCT", "PART", "SPACE", "PRON"])
_LONGEST = 9


@dataclass(frozen=True, slots=True)
class Wording:
    """One noun phrase or verb.

    ``key`` is what makes it a different wording (its lemmas without articles and numbers); ``view`` how
    much of a view its modifiers carry; ``entity`` the story entity that it stands for, where that is known; ``proper`` says that its head is a name.
    """

    article: int
    span: Span
    head: str
    part: str
    key: str
    view: int
    token: int
    entity: str | None = None
    proper: bool = False
    quoted: bool = False


class Phrases:
    """Reads the wordings of one article."""

    def __init__(self, reading: Annotations, article: int, cast: StoryCast) -> None:
        self._reading, self._tokens, self._article, self._cast = reading, reading.tokens, article, cast
        self._children: dict[int, list[int]] = defaultdict(list)
        for i, head in enumerate(self._tokens.head):
            if head != i:
                self._children[head].append(i)
        self._quoted = _quoted(reading)

    def wordings(self) -> Iterator[Wording]:
        """Every noun phrase and verb that may be a label, in text order."""
        tokens, known = self._tokens, noun_weights()
        for i in range(len(tokens)):
            pos, lemma = tokens.pos[i], tokens.lemma[i]
            if tokens.dep[i] == "compound" or not lemma[:1].isalpha():
                continue
            if pos == "NOUN" or (pos == "PROPN" and (known.get(lemma) or not self._named(i + 1))):
                yield self._phrase(i)
            elif pos == "VERB":
                particle = next((c for c in self._children[i] if tokens.dep[c] == "prt"), i)
                span = self._reading.article.span(tokens.start[i], max(tokens.end[i], tokens.end[particle]))
                yield Wording(self._article, span, lemma, "verb", lemma, 0, i, quoted=i in self._quoted)

    def _named(self, at: int) -> bool:
        return at < len(self._tokens) and bool(self._tokens.entity_type[at]) and self._tokens.pos[at] == "PROPN"

    def _phrase(self, head: int) -> Wording:
        tokens = self._tokens
        first = head
        while first > 0 and head - first < _LONGEST and self._belongs(first - 1, head):
            first -= 1
        while first < head and tokens.dep[first] in ("punct", "case", "advmod"):
            first += 1
        last = self._tail(head)
        inner = [j for j in range(first, head + 1) if tokens.pos[j] not in _SKIPPED and tokens.dep[j] != "nummod"]
        loads = modifiers()
        view = max(
            (max(loads.get(tokens.lemma[j], 0), loads.get(_hyphened(self._reading, j, head), 0)) for j in inner if j != head),
            default=0,
        )
        return Wording(
            article=self._article,
            span=self._reading.article.span(tokens.start[first], tokens.end[last]),
            head=tokens.lemma[head],
            part="noun",
            key=" ".join(tokens.lemma[j] for j in inner),
            view=view,
            token=head,
            entity=self._entity(head),
            proper=tokens.pos[head] == "PROPN",
            quoted=head in self._quoted,
        )

    def _entity(self, head: int) -> str | None:
        """Whom the phrase stands for: by its own mention, as an apposition, or as what somebody is said to be."""
        tokens = self._tokens
        near = [head]
        if tokens.dep[head] == "appos":
            near.append(tokens.head[head])
        near += [c for c in self._children[head] if tokens.dep[c] == "appos" and c - head < 4]
        if tokens.dep[head] == "attr" and tokens.lemma[tokens.head[head]] == "be":
            near += [c for c in self._children[tokens.head[head]] if tokens.dep[c] == "nsubj"]
        for at in near:
            found = self._cast.at(self._reading.article.span(tokens.start[at], tokens.end[at]))
            if found is not None:
                return found.id
        return None

    def _belongs(self, at: int, head: int) -> bool:
        """True where the token stands left of the head and hangs on it within the phrase."""
        tokens, seen = self._tokens, at
        for _ in range(4):
            if tokens.dep[seen] not in _LEFT or tokens.sentence[seen] != tokens.sentence[head]:
                return False
            seen = tokens.head[seen]
            if seen == head:
                return True
        return False

    def _tail(self, head: int) -> int:
        """The end of a short "of …" phrase on the head, or the head itself."""
        tokens = self._tokens
        for child in self._children[head]:
            if child == head + 1 and tokens.lemma[child] in ("of", "from", "against"):
                inner = [j for c in self._children[child] for j in (c, *self._children[c])]
                last = max([c for c in inner if c > child], default=head)
                if last - head <= 6 and all(tokens.dep[j] in _LEFT or tokens.dep[j] == "pobj" for j in range(child + 1, last + 1)):
                    return last
        return head


def _hyphened(reading: Annotations, at: int, head: int) -> str:
    """The whole of a hyphened word that begins at a token ("state-run")."""
    tokens = reading.tokens
    end = at
    while end + 2 <= head and tokens.end[end] == tokens.start[end + 1] and tokens.lemma[end + 1] == "-":
        end += 2
    return reading.article.text[tokens.start[at] : tokens.end[end]].lower() if end > at else ""


def _quoted(reading: Annotations) -> set[int]:
    """Tokens inside somebody's quoted words."""
    starts = reading.tokens.start
    inside: set[int] = set()
    for said in reading.attributions:
        if said.form == "direct":
            for span in said.content:
                inside.update(range(bisect_left(starts, span.start), bisect_left(starts, span.end)))
    return inside

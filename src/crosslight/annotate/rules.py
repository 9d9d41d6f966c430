"""spaCy's attribute rules, told quicker: the same matches, each kind of token looked at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from spacy.attrs import DEP, IS_SPACE, LOWER, TAG
from spacy.matcher import Matcher

if TYPE_CHECKING:
    from spacy.pipeline import AttributeRuler
    from spacy.tokens import Doc

MOST = 200_000
"""Kinds of tokens kept, some 50 MB."""
READ = frozenset({"TAG", "LOWER", "DEP", "IS_SPACE"})
"""What the rules of the English pipelines read of a token."""


class QuickRules:
    """Stands in for a ruler's ``match``: a tenth of the whole parse was spent there, on the same few thousand kinds of token.

    A rule over one token can only ask for its tag, word, relation and whether it is white space, so its answer is kept by
    these four; rules over several tokens go through spaCy's matcher as ever. The matches are those of the ruler, in its order.
    """

    def __init__(self, ruler: AttributeRuler) -> None:
        self._one, self._several = Matcher(ruler.vocab), Matcher(ruler.vocab)
        for number, rule in enumerate(ruler.patterns):
            for pattern in rule["patterns"]:
                matcher = self._one if len(pattern) == 1 else self._several
                matcher.add(str(number), [*(matcher.get(str(number)) or (None, []))[1], pattern])
        self._number = {ruler.vocab.strings[str(n)]: n for n in range(len(ruler.patterns))}
        self._known: dict[tuple[int, ...], tuple[tuple[int, int], ...]] = {}

    @staticmethod
    def can(ruler: AttributeRuler) -> bool:
        """True where the ruler's rules read nothing else of a token."""
        return all(READ.issuperset(token) for rule in ruler.patterns for pattern in rule["patterns"] for token in pattern)

    def __call__(self, doc: Doc) -> list[tuple[int, int, int, int]]:
        """The rules that match, as (number, id, first token, end), the first rule's first."""
        number = self._number
        found = [(number[id], id, start, end) for id, start, end in self._several(doc, allow_missing=True)]
        for i, kind in enumerate(map(tuple, doc.to_array([TAG, LOWER, DEP, IS_SPACE]).tolist())):
            rules = self._known.get(kind)
            if rules is None:
                if len(self._known) >= MOST:
                    self._known.clear()  # a watcher reads for months: what is common comes back soon
                rules = self._known[kind] = tuple((number[id], id) for id, _, _ in self._one(doc[i : i + 1], allow_missing=True))
            found.extend((n, id, i, i + 1) for n, id in rules)
        return sorted(found)

"""Where an article names somebody or something, before anything is joined."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from spacy.attrs import DEP, IDX, LEMMA, ORTH, POS, TAG

from crosslight.annotate.entities.first_names import gender_of
from crosslight.annotate.entities.lexicon import NOT_SURNAMES, PARTICLES, ROLES, SPEAKING, SUFFIXES, TITLE_CORE, TITLES, Gender
from crosslight.annotate.parsed import heads, numbers, strings

if TYPE_CHECKING:
    from spacy.tokens import Doc

LABELS = {
    "PERSON": "person", "ORG": "organisation", "GPE": "place", "LOC": "place", "NORP": "group", "FAC": "facility",
    "EVENT": "event", "PRODUCT": "product", "WORK_OF_ART": "work", "LAW": "law", "": "other",
}  # fmt: skip
"""spaCy's labels for what has a name, as entity types. "" is a capitalised name that spaCy passed over."""

_QUOTES = {"\u201c", "\u201d", '"', "\u00ab", "\u00bb", "``", "''"}
_EDGES = {
    "the",
    "a",
    "an",
    "'s",
    "\u2019s",
    "'",
    "\u2019",
    "and",
    ",",
    ".",
    "-",
    "\u2013",
    "\u2014",
    "(",
    ")",
    "[",
    "]",
    ":",
    ";",
    "/",
    "|",
    "*",
    "\u2018",
    *_QUOTES,
}
_COURTESY = frozenset(["lady", "queen", "king", "prince", "princess", "sir", "miss", "duchess", "empress"])
"""Titles that never follow "the" before a person's own name."""
_LEADS = _EDGES | {
    "his",
    "her",
    "its",
    "their",
    "our",
    "my",
    "this",
    "that",
    "former",
    "then",
    "of",
    "in",
    "at",
    "by",
    "from",
    "with",
    "for",
    "to",
    "on",
}


@dataclass(slots=True)
class Words:
    """The parse's columns that joining reads, drawn out once (a token's attribute costs more than a list's item)."""

    text: list[str]
    lower: list[str]
    pos: list[str]
    tag: list[str]
    dep: list[str]
    lemma: list[str]
    head: list[int]
    sentence: list[int]
    idx: list[int]
    quoted: list[bool] = field(default_factory=list)

    @classmethod
    def of(cls, doc: Doc) -> Words:
        """The columns of ``doc``."""
        which: list[int] = []
        for index, sentence in enumerate(doc.sents):
            which.extend([index] * len(sentence))
        text = strings(doc, ORTH)
        words = cls(
            text=text,
            lower=[t.lower() for t in text],
            pos=strings(doc, POS),
            tag=strings(doc, TAG),
            dep=strings(doc, DEP),
            lemma=[t.lower() for t in strings(doc, LEMMA)],
            head=heads(doc),
            sentence=which,
            idx=numbers(doc, IDX),
        )
        words.quoted = _quoted(text)
        return words

    def end(self, token: int) -> int:
        """The offset after a token."""
        return self.idx[token] + len(self.text[token])


def _quoted(text: list[str]) -> list[bool]:
    """For each token, whether it stands inside double quotation marks (closed at the latest by a line break)."""
    inside, flags = False, []
    for word in text:
        if "\n" in word:
            inside = False
        elif word in {"\u201c", "\u00ab", "``"}:
            inside = True
        elif word in {"\u201d", "\u00bb", "''"}:
            inside = False
        elif word == '"':
            inside = not inside
        flags.append(inside)
    return flags


@dataclass(slots=True)
class Name:
    """One naming: tokens ``start..end``, of which ``core..end`` are the name and what precedes is its title."""

    start: int
    core: int
    end: int
    label: str
    words: tuple[str, ...]
    titles: tuple[str, ...] = ()
    gender: Gender | None = None

    @property
    def key(self) -> tuple[str, ...]:
        """The name in lower case, without full stops."""
        return tuple(w.lower().replace(".", "").replace("\u2019", "'") or w for w in self.words)


def names(doc: Doc, words: Words) -> list[Name]:
    """Every naming in the article, in text order: spaCy's, trimmed, and the capitalised runs that it passed over."""
    found: list[Name] = []
    taken = [False] * len(words.text)
    ents = [(ent.start, ent.end, ent.label_) for ent in doc.ents if not _is_title(words, ent.start, ent.end)]
    for start, end, _ in ents:
        taken[start:end] = [True] * (end - start)
    for start, end, label in ents:
        if label not in LABELS:
            continue
        if _first_name_before(words, start, end, taken):
            taken[start - 1] = True
            found.extend(_trimmed(words, start - 1, end, "PERSON", taken))
        else:
            found.extend(_trimmed(words, start, end, label, taken))
    found.extend(_passed_over(words, taken))
    return sorted(found, key=lambda n: n.start)


def _is_title(words: Words, start: int, end: int) -> bool:
    """Whether spaCy took the lead of a title for a name: "Interior" before "Minister Anna Lind"."""
    after = end + 1
    return (
        after < len(words.text)
        and all(words.lower[i] in TITLES for i in range(start, end))
        and words.lower[end] in TITLE_CORE
        and words.text[end][0].isupper()
        and words.text[after][:1].isupper()
    )


def _first_name_before(words: Words, start: int, end: int, taken: list[bool]) -> bool:
    """Whether the entity is a surname alone whose first name spaCy left out ("Ana" before "Lorvik")."""
    return (
        end - start == 1
        and start > 0
        and not taken[start - 1]
        and words.pos[start - 1] == "PROPN"
        and words.text[start][:1].isupper()
        and words.text[start - 1][:1].isupper()
        and words.head[start - 1] == start
        and words.lower[start] not in NOT_SURNAMES
        and gender_of(words.text[start - 1]) is not None
    )


def _trimmed(words: Words, start: int, end: int, label: str, taken: list[bool]) -> list[Name]:
    """SpaCy's entity without the articles, marks and possessives at its edges; its title told apart."""
    for i in range(start, end):
        if "\n" in words.text[i]:
            return [*_trimmed(words, start, i, label, taken), *_trimmed(words, i + 1, end, label, taken)]
    while start < end and (words.lower[start] in _LEADS or not words.text[start].strip()):
        start += 1
    while end > start and (words.lower[end - 1] in _EDGES or not words.text[end - 1].strip()):
        end -= 1
    if start >= end or not any(
        words.text[i][:1].isupper() or words.text[i].isdigit() or words.text[i][0] in "e@" for i in range(start, end)
    ):
        return []
    if all(words.text[i].islower() for i in range(start, end)):
        return []
    if label in {"PERSON", "ORG", "GPE", "NORP", ""}:
        return _with_title(words, start, end, label, taken)
    return [Name(start, start, end, label, tuple(words.text[start:end]))]


def _with_title(words: Words, start: int, end: int, label: str, taken: list[bool]) -> list[Name]:
    """The name with the titles inside and before it; a title alone is no name."""
    if _is_vessel(words, start, end):
        return [Name(start, start, end, "PRODUCT", tuple(words.text[start:end]))]
    if label in {"ORG", "GPE"} and _reads_as_person(words, start, end, label):
        label = "PERSON"
    core = start
    while core < end - 1 and words.lower[core] in TITLES and (words.text[core][0].isupper() or label == "PERSON"):
        core += 1
    if label == "PERSON" and core == start < end - 2 and words.lower[start] in ROLES:
        core += 1  # "Skipper Gunn Aldersey", at the head of a sentence
    if core > start and not any(words.lower[i] in TITLE_CORE or words.lower[i] in ROLES for i in range(start, core)):
        core = start  # "Foreign Office", "State Department"
    if core > start and label != "PERSON" and (end - core > 3 or words.lower[core] in {"of", "for", "to"}):
        core = start
    if core == end - 1 and words.lower[core] in TITLES and label == "PERSON":
        return []
    before = start
    if label in {"PERSON", "", "GPE", "ORG"} and core == start:
        before = _titled_from(words, start, taken)
    titles = tuple(words.lower[before:core])
    if before < start or core > start:
        label = "PERSON"
    gender = next((g for w in titles if (g := TITLES.get(w) or ROLES.get(w))), None)
    return [Name(before, core, end, label, tuple(words.text[core:end]), titles, gender)]


def _is_vessel(words: Words, start: int, end: int) -> bool:
    """Whether the name is a ship's, or another thing's: "the Lady Lind", as no person is called."""
    return 1 < end - start <= 3 and start > 0 and words.lower[start - 1] == "the" and words.lower[start] in _COURTESY


def _reads_as_person(words: Words, start: int, end: int, label: str) -> bool:
    """Whether what stands around two to four capitalised words shows a person: an age, "who", a role, or a first name that speaks."""
    if (
        not 2 <= end - start <= 4
        or words.lower[end - 1] in NOT_SURNAMES
        or any(not words.text[i][0].isupper() for i in range(start, end))
    ):
        return False
    after = words.lower[end : end + 5]
    if (
        len(after) > 2
        and after[0] == ","
        and ((after[1].isdigit() and len(after[1]) <= 2 and after[2] in {",", "."}) or after[1] == "who")
    ) or after[:1] == ["who"]:
        return True
    head = end - 1
    up = words.head[head]
    if (
        end - start == 2
        and label == "GPE"
        and words.dep[head] == "nsubj"
        and words.lemma[up] in SPEAKING
        and gender_of(words.text[start])
    ):
        return True  # a body may begin with what is a first name too, and speak
    return any(
        words.head[i] == head and words.dep[i] == "appos" and words.lower[i] in ROLES
        for i in range(end, min(end + 8, len(words.text)))
    )


def _titled_from(words: Words, start: int, taken: list[bool]) -> int:
    """Where the capitalised titles right before token ``start`` begin."""
    before = start
    while before > 0 and words.lower[before - 1] in TITLES and words.text[before - 1][0].isupper() and not taken[before - 1]:
        before -= 1
    if before < start and not any(words.lower[i] in TITLE_CORE for i in range(before, start)):
        return start
    return before


def _passed_over(words: Words, taken: list[bool]) -> list[Name]:
    """Runs of proper nouns that no entity covers. One that speaks or has a title is a person."""
    found, i, size = [], 0, len(words.text)
    while i < size:
        if taken[i] or words.pos[i] != "PROPN" or not words.text[i][0].isupper():
            i += 1
            continue
        j = i + 1
        while (
            j < size
            and not taken[j]
            and (words.pos[j] == "PROPN" or words.lower[j] in PARTICLES)
            and words.text[j].strip()
            and words.sentence[j] == words.sentence[i]
        ):
            j += 1
        while j > i + 1 and not words.text[j - 1][0].isupper():
            j -= 1
        found.extend(_unlabelled(words, i, j, taken))
        i = j
    return found


def _unlabelled(words: Words, start: int, end: int, taken: list[bool]) -> list[Name]:
    while end > start and words.lower[end - 1] in _EDGES:
        end -= 1
    if end <= start or all(words.lower[i] in TITLES or words.lower[i] in ROLES for i in range(start, end)):
        return []
    named = _with_title(words, start, end, "", taken)
    head = next((i for i in range(start, end) if not start <= words.head[i] < end), end - 1)
    speaks = words.dep[head] == "nsubj" and words.lemma[words.head[head]] in SPEAKING
    for name in named:
        if not name.label and speaks and len(name.words) <= 3:
            name.label = "PERSON" if name.words[-1].lower() not in SUFFIXES and not name.words[0].isupper() else "ORG"
    return named

"""One article parsed once: what every annotator reads."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from spacy.attrs import DEP, ENT_TYPE, HEAD, IDX, LEMMA, LENGTH, POS, TAG

from crosslight.annotate.installed import installed_parser
from crosslight.errors import PartMissing
from crosslight.model import Article, Span, Tokens

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from spacy.language import Language
    from spacy.tokens import Doc, Token
    from spacy.tokens import Span as SpacySpan

_MOJIBAKE = {
    "\u00e2\u0080\u009c": "  \u201c", "\u00e2\u20ac\u0153": "  \u201c",
    "\u00e2\u0080\u009d": "\u201d  ", "\u00e2\u20ac\u009d": "\u201d  ",
    "\u00e2\u0080\u0098": "  \u2018", "\u00e2\u20ac\u02dc": "  \u2018",
    "\u00e2\u0080\u0099": "\u2019  ", "\u00e2\u20ac\u2122": "\u2019  ",
    "\u00e2\u0080\u0093": " \u2013 ", "\u00e2\u20ac\u201c": " \u2013 ",
    "\u00e2\u0080\u0094": " \u2014 ", "\u00e2\u20ac\u201d": " \u2014 ",
    "``": " \u201c", "''": "\u201d ",
}  # fmt: skip
_UNBROKEN_RE = re.compile(r"\S{120}")
"""The tokenizer's time grows with the square of a stretch without white space (20,000 quotation marks: 81 s); no word is as long."""
_SURROGATE_RE = re.compile("[\ud800-\udfff]")
_MOJIBAKE_RE = re.compile("|".join(map(re.escape, _MOJIBAKE)))
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")
"""Half of a pair, left over where a text was cut or decoded badly: spaCy cannot encode it."""


def cleaned(text: str) -> str:
    """``text`` with broken quotation marks and dashes mended, of the same length, for the parser's eye only."""
    mended = _MOJIBAKE_RE.sub(lambda m: _MOJIBAKE[m.group()], text)
    mended = _LONE_SURROGATE.sub("\ufffd", mended)
    mended = _SURROGATE_RE.sub("\ufffd", mended)
    mended = _UNBROKEN_RE.sub(lambda m: f"{m.group()[:-1]} ", mended)
    return mended.replace("\u00a0", " ").replace("\t", " ").replace("\r", "\n")


@dataclass(frozen=True, slots=True, eq=False)
class ParsedArticle:
    """An article and its one parse. ``doc.text`` has the article's length: offsets in one are offsets in the other."""

    article: Article
    doc: Doc
    text: str = field(init=False)
    """The cleaned text that was parsed (same length as the article's). Kept: ``doc.text`` is put together anew at every call."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "text", self.doc.text)

    def span(self, start: int, end: int) -> Span:
        """The article's span ``[start, end)``."""
        return Span(self.article, start, end)

    def over(self, tokens: SpacySpan | Token) -> Span:
        """The article's span under spaCy tokens, white space at either end left out."""
        start = tokens.idx if hasattr(tokens, "idx") else tokens.start_char
        end = start + len(tokens.text)
        words = self.text[start:end]
        return Span(self.article, start + len(words) - len(words.lstrip()), end - len(words) + len(words.rstrip()))


def load_parser(name: str | None = None) -> Language:
    """The spaCy pipeline ``name``, or the first of :data:`~crosslight.annotate.installed.PARSERS` that is installed.

    Raises:
        PartMissing: no such pipeline is installed.
    """
    import spacy
    from spacy.language import Language
    from spacy.pipeline import AttributeRuler

    from crosslight.annotate.rules import QuickRules

    found = installed_parser(name)
    try:
        parser = spacy.load(found)
    except OSError as error:  # some other module of that name
        raise PartMissing(f"{found} is no spaCy pipeline: give one that is installed, or leave --parser out") from error
    for _, part in parser.pipeline:
        if isinstance(part, AttributeRuler) and QuickRules.can(part):
            part.match = QuickRules(part)
    Language.component("crosslight_paragraphs", func=_bound_sentences)
    parser.max_length = 10_000_000
    parser.add_pipe("crosslight_paragraphs", before="parser")
    return parser


DATELINE = re.compile(
    r"^[A-Z][\w.' ]{1,40}(?:, [\w.' ]{2,30}){0,3}(?: ?\([\w .,/'-]{2,40}\))? ?(?:[\u2014\u2013]|--?|:) ", re.MULTILINE
)
"""The place (and agency) that opens an agency report: "LONDON (AP) \u2014 "."""


def _bound_sentences(doc: Doc) -> Doc:
    """No sentence runs over a line break (headlines and list lines have no full stop), none ends inside a dateline."""
    for token in doc[:-1]:
        if token.is_space and "\n" in token.text:
            doc[token.i + 1].is_sent_start = True
    for line in DATELINE.finditer(doc.text):
        place = line.group().split("(")[0].split(",")[0]
        inside = doc.char_span(line.start(), line.end(), alignment_mode="expand")
        if place.upper()[:4] != place[:4] or inside is None:
            continue
        for token in doc[inside.start + 1 : inside.end + 1]:
            token.is_sent_start = False
    return doc


def parse(articles: Iterable[Article], parser: Language, *, batch: int = 16) -> Iterator[ParsedArticle]:
    """Each article with its parse, in order."""
    pairs = ((cleaned(article.text), article) for article in articles)
    for doc, article in parser.pipe(pairs, as_tuples=True, batch_size=batch):
        yield ParsedArticle(article, doc)


def sentences(parsed: ParsedArticle) -> tuple[Span, ...]:
    """The article's sentences, without the white space around them."""
    return tuple(parsed.over(s) for s in parsed.doc.sents if s.text.strip())


def tokens(parsed: ParsedArticle) -> Tokens:
    """The parse as columns (white space tokens left in: heads are indices into the whole)."""
    doc = parsed.doc
    which: list[int] = []
    index = -1
    for sentence in doc.sents:
        index += bool(sentence.text.strip())
        which.extend([max(index, 0)] * len(sentence))
    start, length = numbers(doc, IDX), numbers(doc, LENGTH)
    return Tokens(
        start=tuple(start),
        end=tuple(at + size for at, size in zip(start, length, strict=True)),
        lemma=tuple(word.lower() for word in strings(doc, LEMMA)),
        pos=tuple(strings(doc, POS)),
        tag=tuple(strings(doc, TAG)),
        dep=tuple(strings(doc, DEP)),
        head=tuple(heads(doc)),
        entity_type=tuple(strings(doc, ENT_TYPE)),
        sentence=tuple(which),
    )


def numbers(doc: Doc, attribute: int) -> list[int]:
    """A column of the parse as numbers (a token object costs more than all of its columns)."""
    column: list[int] = doc.to_array(attribute).astype("int64").tolist() if len(doc) else []
    return column


def strings(doc: Doc, attribute: int) -> list[str]:
    """A column of the parse as strings, each looked up once."""
    column: list[int] = doc.to_array(attribute).tolist() if len(doc) else []
    known: dict[int, str] = {code: doc.vocab.strings[code] for code in set(column)}
    return [known[code] for code in column]


def heads(doc: Doc) -> list[int]:
    """The index of each token's head (its own for a root)."""
    return [at + step for at, step in enumerate(numbers(doc, HEAD))]

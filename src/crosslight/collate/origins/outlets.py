"""News outlets and agencies by name: a list of the known ones, and how an unknown one gives itself away."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from importlib import resources
from typing import TYPE_CHECKING, Literal
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from crosslight.model import Article

OutletKind = Literal["agency", "newspaper", "broadcaster", "magazine", "website", "media"]


@dataclass(frozen=True, slots=True)
class Outlet:
    """A news outlet: the name it goes by here, what it is, and its web domains."""

    name: str
    kind: OutletKind
    domains: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Named:
    """A place where a text names an outlet.

    ``sure`` is False where the words may also mean something else ("Time"); ``known`` is False where
    only the shape of the name says that it is an outlet ("the Lundmark Gazette").
    """

    start: int
    end: int
    outlet: Outlet
    sure: bool = True
    known: bool = True


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The known outlets: by the first word of each of their names, and by domain."""

    by_first: dict[str, tuple[tuple[str, Outlet, bool], ...]]
    by_domain: dict[str, Outlet]


@functools.cache
def lexicon() -> Lexicon:
    """The shipped list (see data/agencies/CARD.md)."""
    lines = (resources.files("crosslight.data") / "agencies" / "outlets.tsv").read_text(encoding="utf-8").splitlines()
    by_first: dict[str, list[tuple[str, Outlet, bool]]] = {}
    by_domain: dict[str, Outlet] = {}
    for line in lines:
        if line.startswith("#") or not line.strip():
            continue
        name, kind, others, domains = line.split("\t")
        outlet = Outlet(name, kind, tuple(d for d in domains.split(";") if d))  # type: ignore[arg-type]  # the file's own vocabulary
        by_domain |= dict.fromkeys(outlet.domains, outlet)
        aliases = [a for a in others.split(";") if a]
        for alias in aliases if f"*{name}" in aliases else [name, *aliases]:
            words = alias.lstrip("*")
            by_first.setdefault(_WORD.match(words).group(), []).append((words, outlet, not alias.startswith("*")))  # type: ignore[union-attr]
    return Lexicon({w: tuple(sorted(names, key=lambda n: -len(n[0]))) for w, names in by_first.items()}, by_domain)


_MASTHEAD = re.compile(r"The \w+")
_GOES_ON = re.compile(r" (?!TV|Radio|Online)[A-Z][a-z]+")
_WORD = re.compile(r"[^\W_]+|\+")
_NAME = r"[A-Z][\w’'.&-]*"
_HEADS = (
    "News|Times|Post|Herald|Tribune|Gazette|Journal|Weekly|Telegraph|Chronicle|Mirror|Observer|Inquirer|Examiner|Courier|Dispatch"
    "|Bulletin|Sentinel|Argus|Echo|Advertiser|Reporter|Standard|Broadcasting|Television|TV|Radio|Zeitung|Tageblatt|Nachrichten|Shimbun|Ilbo"
)
_SHAPED = re.compile(
    rf"\b(?:The )?(?:(?:{_NAME}) ){{1,3}}(?:{_HEADS})(?:[- ](?:{_HEADS}|Agency|Network|Service|Online|Magazine|[0-9]{{1,2}}))*\b(?! (?:Act|Bill|Square|Building|Stadium))"
    rf"|\b(?:Radio|TV|Channel|Televisión|Radiotelevisión) (?:{_NAME}|[0-9]{{1,2}})"
)
_DOMAIN = re.compile(r"\b[A-Za-z][A-Za-z0-9-]+(?:\.[a-z]+)?\.(?:com|net|org|co\.uk|info|tv|news)\b")
_NOUNS: dict[str, OutletKind] = {
    "newspaper": "newspaper", "daily newspaper": "newspaper", "weekly newspaper": "newspaper", "daily": "newspaper", "paper": "newspaper",
    "weekly": "newspaper", "tabloid": "newspaper", "broadsheet": "newspaper", "magazine": "magazine", "news magazine": "magazine",
    "news agency": "agency", "newswire": "agency", "wire service": "agency", "press agency": "agency", "broadcaster": "broadcaster",
    "television": "broadcaster", "television channel": "broadcaster", "TV channel": "broadcaster", "TV station": "broadcaster",
    "television station": "broadcaster", "radio": "broadcaster", "radio station": "broadcaster", "public radio station": "broadcaster",
    "TV": "broadcaster", "news channel": "broadcaster", "TV network": "broadcaster", "television network": "broadcaster",
    "news website": "website", "news site": "website", "news portal": "website", "web portal": "website", "blog": "website",
    "political blog": "website", "news outlet": "media",
}  # fmt: skip
_NOUN = "|".join(re.escape(n) for n in sorted(_NOUNS, key=len, reverse=True))
_NAMES = rf"(?:{_NAME}|[0-9]+)(?:(?: (?:of|and|de|della|der|du|&) | )(?:{_NAME}|[0-9]+)){{0,3}}"
_BEFORE = re.compile(rf"\b(?P<noun>{_NOUN}),? (?P<name>(?:[Tt]he )?{_NAMES}|[a-z]{{2,5}}[0-9]{{1,2}})\b")
_AFTER = re.compile(rf"\b(?P<name>(?:[Tt]he )?{_NAMES}|[a-z]{{2,5}}[0-9]{{1,2}}) (?P<noun>{_NOUN})\b")
_APPOSED = re.compile(rf"\b(?P<name>(?:[Tt]he )?{_NAMES}),? (?:an?|the) (?:[\w’'-]+ ){{0,4}}(?P<noun>{_NOUN})\b")
_NO_NAME = re.compile(
    r"^(?:The|A|An|This|That|His|Her|Their|Its|Our|One|In|On|At|But|And|When|As|While|Another|Some|Mr|Mrs|Ms|Both|Every|Each"
    r"|January|February|March|April|May|June|July|August|September|October|November|December|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday"
    r"|\w+(?:ese|ish|ian|ean|ch|[a-z]li|[a-z]qi)|German|American|Russian|Italian|Korean|African|Israeli|Pakistani|Afghan|Greek|Arab|Arabic|Dutch|Thai|Swiss|Turkish|British|English|State|Local|National|Public|Government|Foreign|US|U\.S\.|UK|TV|Radio|Television|Internet|Facebook|Twitter|YouTube)$"
)


def named(text: str) -> Iterator[Named]:
    """Every outlet that the text names, in text order; of overlapping names the known or longer one."""
    listed = sorted(_listed(text), key=lambda n: n.start)
    covered = {at for n in listed for at in range(n.start, n.end)}
    guessed = [n for n in (*_shaped(text), *_introduced(text)) if covered.isdisjoint(range(n.start, n.end))]
    taken = -1
    for one in sorted([*listed, *guessed], key=lambda n: (n.start, -n.end)):
        if one.start >= taken:
            taken = one.end
            yield one


def _listed(text: str) -> Iterator[Named]:
    by_first = lexicon().by_first
    for word in _WORD.finditer(text):
        for alias, outlet, sure in by_first.get(word.group(), ()):
            end = word.start() + len(alias)
            if (
                text.startswith(alias, word.start())
                and not text[end : end + 1].isalnum()
                and not text[word.start() - 1 : word.start()].isalnum()
            ):
                yield Named(word.start(), end, outlet, sure)
                break


def _shaped(text: str) -> Iterator[Named]:
    for m in _SHAPED.finditer(text):
        yield Named(m.start(), m.end(), Outlet(_without_article(m.group()), "media"), known=False)
    for m in _DOMAIN.finditer(text):
        yield Named(m.start(), m.end(), Outlet(m.group(), "website"), known=False)


def _introduced(text: str) -> Iterator[Named]:
    for pattern in (_BEFORE, _AFTER, _APPOSED):
        for m in pattern.finditer(text):
            start, end = m.span("name")
            words = text[start:end].split()
            while (
                words
                and (_NO_NAME.match(words[0]) or re.search(r"['’]s$", words[0]))
                and not (words[0] == "The" and pattern is not _AFTER)
            ):
                start += len(words[0]) + 1
                words = words[1:]
            if words and (len(words) > 1 or words[0] != "The"):
                name = " ".join(words).removesuffix("'s").removesuffix("’s")
                if pattern is _AFTER and m.group("noun") in ("radio", "television", "TV"):
                    name, end = f"{name} {m.group('noun')}", m.end()
                yield Named(start, end, Outlet(_without_article(name), _NOUNS[m.group("noun")]), known=False)


def _without_article(name: str) -> str:
    return name[4:] if name[:4] in ("the ", "The ") else name


def own_outlet(article: Article) -> Outlet | None:
    """The outlet that published the article, as far as its masthead, domain or address tell."""
    for source in (article.outlet, article.url):
        host = _host(source or "")
        while host:
            if host in lexicon().by_domain:
                return lexicon().by_domain[host]
            host = host.partition(".")[2]
    for at in _listed(article.outlet or ""):
        return at.outlet
    return Outlet(article.outlet, "media") if article.outlet else None


def is_own(outlet: Outlet, article: Article) -> bool:
    """True where the outlet named in an article is the one that published it."""
    own = own_outlet(article)
    if own is None:
        return False
    if own.name == outlet.name or set(own.domains) & set(outlet.domains):
        return True
    squeezed = _squeezed(outlet.name)
    hosts = {_squeezed(part) for part in _host(article.outlet or "").split(".") + _host(article.url or "").split(".")} | {
        _squeezed(own.name)
    }
    return any(
        len(h) > 3 and (h == squeezed or squeezed.endswith(h) or (len(squeezed) > 3 and h.endswith(squeezed))) for h in hosts
    )


def _host(source: str) -> str:
    host = urlsplit(source).netloc if "://" in source else source
    return host.lower().removeprefix("www.") if "." in host and " " not in host else ""


def _squeezed(name: str) -> str:
    return re.sub(r"[^a-z0-9]", "", name.lower()).removeprefix("the")

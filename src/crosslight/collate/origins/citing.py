"""Where an article says that it has something from another outlet, or that its text is an agency's."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING

from crosslight.collate.origins.outlets import Named, Outlet, is_own, named
from crosslight.model import Origin, Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from crosslight.model import Annotations, OriginKind

_MODIFIERS = (
    r"(?:(?:the|a|an|one|its|his|her|local|state|state-run|state-owned|state-controlled|official|semi-official|independent|private"
    r"|pro-\w+|opposition|online|popular|influential|rival|\w+-based|\w+-language|daily|weekly|newspaper|news|agency|agencies|news agency|magazine|broadcaster"
    r"|television|channel|station|radio|network|website|site|web|portal|blog|tabloid|programme|program|BBC|[A-Z][\w-]+(?:['’]s)?|[A-Z][\w-]+ (?:reporter|correspondent) from)\s+){0,4}"
)
_TO_REPORTER = r"(?:(?:an?|the|one) )?(?:reporters?|correspondents?|journalists?)?(?: ?(?:from|of|for|with|at))? ?"
_WORKS = (
    r"(?:interviews?|reports?|articles?|stor(?:y|ies)|op-ed|column|editorial|commentary|essay|piece|opinion piece|post|blog|statements?|comments?|remarks?|footage"
    r"|videos?|pictures?|photos?|photographs?|images?|broadcasts?|segment|investigation|analysis|poll|survey|review|appearance|documents?)"
)
_LEFT = re.compile(
    rf"(?:\b(?:told|tells|telling|tell|informed) {_TO_REPORTER}"
    r"|\b(?:according to|citing|cites|cited|quoting|quotes) (?:an? |the )?(?:[\w-]+ ){0,2}(?:reports?,? )?(?:on |in |by |from |of )?"
    r"|\b(?:reported|cited|quoted|published|posted|broadcast|aired|carried|released|obtained|seen|reviewed|interviewed|contacted|asked|described|named|identified"
    r"|reposted|shown|shared|printed|produced|commissioned|run|conducted|viewed|uploaded|dubbed|called|leaked|revealed|confirmed) (?:\w+ly )?(?:first )?(?:by|in|on|to|with|for) "
    r"|\b(?:named|identified|dubbed|described) (?:as )?(?:[\w’'.-]+ ){1,4}by "
    r"|\b(?:reports?|reporting|reported|accounts?|information) (?:by|in|from|on|to) "
    r"|\b(?:spoke|speaking|speaks|talked|talking|talks) (?:exclusively )?(?:to|with|on) "
    r"|\b(?:wrote|writes|writing|written|appearing|appeared|appears|said|saying|says|published|admitted|confirmed) (?:\w+ )?(?:in|for|on|to) "
    rf"|\b{_WORKS} (?:(?:published|broadcast|aired|posted|released|carried|given|of the film|of the book|taken) )?(?:with|to|by|on|in|for|from|at|of) "
    r"|\b(?:says|said|saying|asks|asked|writes|wrote|argued|noted|notes|told)\b[^.;\n]{3,60}\b(?:founder|editor|editor-in-chief|publisher|columnist|correspondent|commentator) (?:of|for|at|with|from) "
    r"|(?<![(/])\bvia )$",
    re.IGNORECASE,
)
_VERBS = (
    r"(?:report(?:s|ed|ing)?|said|says|saying|noted|notes|wrote|writes|claimed|claims|quoted|quotes|cited|cites|citing|quoting|adds|added|revealed|reveals"
    r"|showed|shows|published|broadcast|aired|described|describes|called|calls|dubbed|estimates|estimated|learned|learnt|understands|confirmed|obtained|suggest(?:s|ed)?"
    r"|named|identified|carried|posted|ran|interviewed|put|points out|pointed out|followed up|warned|alleged|speculated|indicated|declared|asks|asked|has learned)"
)
_RIGHT = re.compile(
    r"^(?: (?!Police|Minister|President|Secretary)[A-Z][a-z]+)?(?: in (?:[A-Z][\w-]+ ?){1,3}(?=r|s|c))?(?: (?:news agency|newspaper|daily|magazine|television|TV|radio|channel|website|programme|program|agency|paper|station|network|reporters?|correspondents?|journalists?|News))?"
    r"(?:,? (?:an?|the|which|who) [^.,;\n]{3,70}?,|, [^.,;\n]{3,60}?,| \([^)\n]{2,40}\))?"
    rf"(?: (?:also|has|had|have|later|earlier|recently|first|previously|then|is|was|reportedly|on \w+day|yesterday))* {_VERBS}\b"
    r"|^(?:['’]s?)? (?:reports?|interview|article|editorial|story|poll|investigation|analysis|exclusive|footage|journalist)\b"
    rf"|^['’]s? (?:(?:\w+ ){{0,3}}(?:correspondent|reporter|editor|analyst),? )?(?:[A-Z][\w’'-]+ ){{1,3}}(?:has |also )?{_VERBS}\b"
)
_CREDIT_LEFT = re.compile(
    r"(?:(?<!image )(?<!photo )(?<!picture )(?<!video )copyright (?:©|\(c\))? ?(?:\d{4})?,? ?(?:by )?|© ?(?:\d{4})? ?|please credit |(?:originally|first) (?:appeared|published|posted|ran) (?:on|in|at|by) "
    r"|(?:with|additional) (?:reporting|files|material|information|input|inputs) (?:from|by) |with (?:agencies|agency) (?:and )?|^(?:from|source:|by) )(?:the )?$",
    re.IGNORECASE | re.MULTILINE,
)
_CREDIT_RIGHT = re.compile(
    r"^(?:,? (?:and [^.\n]{2,60} )?(?:contributed|contributes) to this|[^.\n]{0,60}\bcontributed to this (?:report|story|article)| ?\. All rights reserved)"
)
_SIGNATURE = re.compile(
    r"\((?:additional )?(?:reporting|writing) by [^()\n]{3,200}?; ?(?:additional |writing|editing)[^()\n]{3,120}\)", re.IGNORECASE
)
_DASHES = r"(?:--?|[\u2013\u2014\u2012]|â\x80\x94|â\x80\x93|:)"
_UNNAMED = re.compile(
    r"\b(?:(?:the|an?|one|some|several|many|other) )?(?:(?:recent|earlier|latest|published|previous|unconfirmed|conflicting|initial|various|more updated|multiple|local|state|national|international|foreign|regional"
    r"|pro-\w+|state-run|state-controlled|official|social|[A-Z][\w-]*(?:ese|ish|ian|ean|ch|an|i|li|qi|ek|k|is|ss)|[A-Z][\w-]+(?:['’]s)?|US|U\.S\.|UK) ){0,3}"
    r"(?:news media|media outlets?|news outlets?|media reports?|news reports?|press reports?|media accounts?|newspaper reports?|news agenc(?:y|ies)|news sites?|news websites?"
    r"|newspapers?|tabloids?|dail(?:y|ies)|broadcasters?|television stations?|television|TV|media|press|radio|reports|outlets)\b(?!-)(?! (?:news\b|shows?\b|series\b|dramas?\b|conference|secretary|office|release|releases|statement|briefing|officer|advertis|ads?\b|freedom|presence|playback|caption|circus|attention|coverage))"
)
_REPORTS_SAY = re.compile(
    r"\b(?:(?:[Ee]arlier|[Ll]ocal|[Ss]ome|[Ii]nitial|[Uu]nconfirmed|[Oo]ther|more updated|[Nn]ews|[Mm]edia|[Rr]ecent|[Ll]atest) )*[Rr]eports (?:(?:had|have|also|earlier) )*(?:say|said|put|suggest|suggested|claim|claimed|indicate|indicated|emerged|described)\b"
    r"|\b[Aa]ccording to (?:an? )?(?:(?:published|news|media|local|newspaper|press|earlier|some|[A-Z]\w+) )?(?:reports|(?<=published )report|(?<=news )report|(?<=media )report)\b|\b[Ii]t (?:has been|was|is|had been) (?:also |widely |earlier |first )?reported that\b"
)
_BACK = re.compile(
    r"\b(?:[Tt]he|that) (?P<noun>newspaper|paper|daily|tabloid|agency|news agency|magazine|broadcaster|network|channel|station|website|site|outlet)"
    rf"(?: (?:also|has|had|later))? (?:{_VERBS})\b|\b(?:told|interview with|according to) the (?P<noun2>newspaper|paper|daily|news agency|magazine|broadcaster|network|TV station)\b"
)
_BACK_KIND = {
    "newspaper": "newspaper", "paper": "newspaper", "daily": "newspaper", "tabloid": "newspaper", "agency": "agency", "news agency": "agency",
    "magazine": "magazine", "broadcaster": "broadcaster", "network": "broadcaster", "channel": "broadcaster", "station": "broadcaster",
    "TV station": "broadcaster", "website": "website", "site": "website", "outlet": "",
}  # fmt: skip
_TOLD = re.compile(
    r"\b(?:told|telling|interview with|interview to|speaking to|spoke to) (?P<name>(?:[Tt]he )?[A-Z][\w’'.&-]*(?: [A-Z][\w’'.&-]*){0,3})"
)
_BODY = re.compile(
    r"\b(?:Parliament|Congress|Senate|House|Court|Committee|Commission|Council|Police|Assembly|Knesset|Bundestag|Duma|MPs?|Nations|UN|EU|NATO|Nato|Union|Ministry|Department|University"
    r"|Inc|Corp|Company|Board|Board|Party|Association|Federation|Bank|Group|Army|Navy|Security|Authority|Agency|Office|Service|Board|Lords|Commons|Cabinet|Government|Israel|[A-Z][a-z]+day)\b"
)


@dataclass(frozen=True, slots=True)
class _Found:
    start: int
    end: int
    origin: str
    kind: OriginKind
    rank: int


def citations(reading: Annotations) -> tuple[Origin, ...]:
    """Every place where the article credits another outlet, in text order."""
    text = reading.article.text
    names = list(named(text))
    found = [*_credited(text, names), *_cited(reading, names), *_told(reading, names), *_unnamed(text), *_backward(reading, names)]
    kept: list[_Found] = []
    for one in sorted(found, key=lambda f: (f.rank, f.start, -f.end)):
        if not any(one.start < k.end and k.start < one.end and (one.rank, one.origin) != (k.rank, k.origin) for k in kept):
            kept.append(one)
    rows = {(f.start, f.end, f.origin): f for f in kept}
    return tuple(
        Origin(Span(reading.article, f.start, f.end), f.origin, f.kind)
        for f in sorted(rows.values(), key=lambda f: (f.start, f.end, f.origin))
    )


def _credited(text: str, names: list[Named]) -> Iterator[_Found]:
    """Bylines, datelines, copyright lines and thanks: the text is an agency's (or another outlet's)."""
    for one in names:
        start, end = one.start, one.end
        line_start = text.rfind("\n", 0, start) + 1
        line_end = _line_end(text, end)
        before, after = text[line_start:start], text[end:line_end]
        credit = _CREDIT_LEFT.search(before[-60:])
        thanks = _CREDIT_RIGHT.match(after)
        if credit:
            yield _Found(start - len(credit.group()), end, one.outlet.name, "agency_copy", 0)
        elif thanks:
            yield _Found(start, end + thanks.end(), one.outlet.name, "agency_copy", 0)
        elif one.known and _dateline(before, after):
            yield _Found(line_start + len(before) - len(before.lstrip()), _close(text, end), one.outlet.name, "agency_copy", 0)
        elif one.known and _byline(before, after):
            yield _Found(start, end, one.outlet.name, "agency_copy", 0)
    for m in _SIGNATURE.finditer(text):
        yield _Found(m.start(), m.end(), "Reuters", "agency_copy", 3)


def _dateline(before: str, after: str) -> bool:
    """The agency stands in brackets or between dashes at the head of a line."""
    head = re.match(r"\s*[A-Z][\w.,/' -]{1,60}?(?:\(|[,/\u2013\u2014-] ?)(?:[\w.,/ -]{0,40})$", before)
    return (
        len(before) < 80
        and bool(head)
        and before.strip()[:2].isupper()
        and bool(re.match(rf"[\w\s/,.-]{{0,30}}\)?\s?,?\s?(?:{_DASHES}|\))", after))
    )


def _byline(before: str, after: str) -> bool:
    """A line of its own, "By X", or the agency in brackets or after a dash at the end of a paragraph."""
    alone = re.fullmatch(r"\s*(?:by |from )?(?:the )?", before, re.IGNORECASE) and re.fullmatch(r"\s*[.:]?\s*", after)
    opened = (
        None
        if "©" in before
        else re.search(r"\((?:(?:[A-Z]{2,6}|[Dd]pa|Reuters|Bloomberg|Xinhua)[,/;] ?|with |additional reporting by )*$", before)
    )
    closed = bool(opened) and bool(re.match(r"(?:[,/;] ?[\w .]+)*\)\.?\s*$", after))
    dashed = re.search(r"(?:[.!?\"”’'] ?|^\s*)(?:-|--|[\u2013\u2014])\s?(?:[\w ]+[/,] ?)*$", before) and re.fullmatch(
        r"[/,\w ]{0,30}\.?\s*", after
    )
    signed = before.rstrip().endswith((".", "”", '"')) and re.fullmatch(r"\s*", after)
    return bool(alone or closed or dashed or signed)


def _cited(reading: Annotations, names: list[Named]) -> Iterator[_Found]:
    """Named outlets beside words that credit them."""
    text = reading.article.text
    for one in names:
        left = _left(text, one.start)
        tail = text[one.end : one.end + 140].split("\n")[0]
        right = _RIGHT.match(tail)
        if left and re.match(r"(?:photos?|photographs?|images?|pictures?|via)\b", left[1], re.IGNORECASE) and _captioned(text, one):
            continue
        if not (left or right) or is_own(one.outlet, reading.article) or not (one.sure or _meant(left, tail)):
            continue
        yield _Found(
            left[0] if left else one.start, one.end + (right.end() if right and not left else 0), one.outlet.name, "cites", 1
        )


def _captioned(text: str, one: Named) -> bool:
    """True for the credit of a picture: in brackets, or at the end of its line."""
    return text[one.end : one.end + 1] in (")", "\n", "") or bool(
        re.search(r"\([^)\n]{0,60}$", text[max(0, one.start - 80) : one.start])
    )


def _left(text: str, start: int) -> tuple[int, str] | None:
    """The crediting words before a name: where they begin, and what they are."""
    head = text[max(start - 140, text.rfind("\n", 0, start) + 1) : start]
    plain = re.search(_MODIFIERS + "$", head)
    for cut in (len(head), plain.start() if plain else len(head)):
        cue = _LEFT.search(head[:cut])
        if cue:
            return start - len(head) + cue.start(), cue.group()
    return None


def _meant(left: tuple[int, str] | None, tail: str) -> bool:
    """True where a name that is also an ordinary word stands for the outlet: somebody told it, or it is called a magazine."""
    return bool(re.match(r" (?:magazine|newspaper|newspapers|website)\b", tail)) or (
        left is not None and left[1].lower().startswith(("told", "telling", "tells"))
    )


def _told(reading: Annotations, names: list[Named]) -> Iterator[_Found]:
    """Names that nobody knows, but that somebody told something: a masthead ("told The Vane") or what the parser takes for a body."""
    text, tokens = reading.article.text, reading.tokens
    known = {(n.start, n.end) for n in names}
    for m in _TOLD.finditer(text):
        start, end = m.span("name")
        name = m.group("name").rstrip(".,’'")
        inner = start + 4 if name.lower().startswith("the ") else start
        at = bisect_right(tokens.start, inner) - 1
        kind = tokens.entity_type[at] if 0 <= at < len(tokens) else ""
        masthead = name.startswith("The ")
        if (
            any(s < end and start < e for s, e in known)
            or _BODY.search(name)
            or kind in ("PERSON", "GPE", "NORP", "LOC", "DATE", "LAW")
        ):
            continue
        if (masthead or kind == "ORG") and not is_own(Outlet(name, "media"), reading.article):
            yield _Found(m.start(), start + len(name), name.removeprefix("the ").removeprefix("The "), "cites", 2)


def _unnamed(text: str) -> Iterator[_Found]:
    """Outlets without a name: "local media", "a Sunday newspaper", "reports say"."""
    for m in _UNNAMED.finditer(text):
        if re.fullmatch(r"(?:the|that) (?:newspaper|tabloid|daily|broadcaster|news agency)", m.group(), re.IGNORECASE):
            continue  # one that was named before
        tail = text[m.end() : m.end() + 100].split("\n", maxsplit=1)[0]
        left, right = _left(text, m.start()), _RIGHT.match(tail)
        shown = re.match(r" (?:say|showed|show|described|reporting|reported|report)\b", tail)
        if left or right or shown or re.search(r"\b(?:media|news|press) (?:reports?|accounts?)$", m.group()):
            end = m.end() + (shown.end() if shown else right.end() if right and not left else 0)
            yield _Found(left[0] if left else m.start(), end, _plain(m.group()), "cites", 4)
    for m in _REPORTS_SAY.finditer(text):
        yield _Found(m.start(), m.end(), "reports", "cites", 5)


def _backward(reading: Annotations, names: list[Named]) -> Iterator[_Found]:
    """Find what "the newspaper" or "the agency" means: the last outlet of that kind that was named before."""
    for m in _BACK.finditer(reading.article.text):
        kind = _BACK_KIND[m.group("noun") or m.group("noun2")]
        before = [n for n in names if n.end <= m.start() and (n.outlet.kind in (kind, "media") or not kind)]
        if before and not is_own(before[-1].outlet, reading.article):
            yield _Found(m.start(), m.end(), before[-1].outlet.name, "cites", 6)


def _plain(words: str) -> str:
    return re.sub(r"^(?:the|an?|one|some|several|many|other) ", "", words, flags=re.IGNORECASE)


def _line_end(text: str, at: int) -> int:
    end = text.find("\n", at)
    return len(text) if end < 0 else end


def _close(text: str, end: int) -> int:
    closing = re.match(r"[\w\s/,.-]{0,30}\)", text[end : end + 40])
    return end + closing.end() if closing else end

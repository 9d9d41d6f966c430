"""A page's element tree, built so that no page can take long over it, and without what is not prose."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import lxml.html  # type: ignore[import-untyped]
from lxml import etree

from crosslight.errors import SkipArticle

if TYPE_CHECKING:
    from collections.abc import Iterator

LONGEST = 12_000_000
"""Characters of a page. The longest live blogs have some 3 million."""
MOST_TAGS = 60_000
"""Tags of a page before the inline ones are left out, which tell nothing of its text. Pages of news have 500 to 8,000."""
DEEPEST = 240
"""The parser stops at 256 levels and drops the rest; beyond this the containers are taken away before it reads."""
MOST_SCRIPTS = 50
"""JSON-LD scripts of a page that are read; pages of news have one to five."""
_INLINE = re.compile(
    r"(?i)</?(?:b|i|u|s|em|strong|span|font|small|big|a|abbr|mark|ins|del|sub|sup|tt|o:p|nobr|wbr|bdi|bdo|center)(?:\s[^<>]*)?>"
)
_CONTAINER = re.compile(
    r"(?i)</?(?:div|section|span|table|tbody|tr|td|center|font|b|i|u|em|strong|blockquote|ul|ol|dl)(?:\s[^<>]*)?>"
)
_TAG = re.compile(r"<(/?)([a-zA-Z][\w:-]*)[^<>]*>")
_LONG_TAG = re.compile(r"<([a-zA-Z][\w:-]*)\s[^<>]{6000,}>")
_MANY_ATTRIBUTES = 150
_VOID = frozenset(
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr", "p", "li"]
)
_SCRIPT = re.compile(r"(?is)<(script|style|template|svg|noembed|math)\b(.*?)(?:</\1\s*>|\Z)")
_COMMENT = re.compile(r"(?s)<!--.*?(?:-->|\Z)")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


def tree_of(text: str, source: str) -> tuple[Any, list[str]]:
    """The tree of a page, scripts and styles left out, and its JSON-LD scripts as they stand.

    Raises:
        SkipArticle: the page is too long, or holds no element.

    """
    if len(text) > LONGEST:
        raise SkipArticle(source, f"has {len(text):,} characters; a page may have {LONGEST:,}, so save its article as text")
    linked: list[str] = []

    def drop(found: re.Match[str]) -> str:
        attributes, _, body = found.group(2).partition(">")
        if found.group(1).lower() == "script" and "ld+json" in attributes.lower() and len(linked) < MOST_SCRIPTS:
            linked.append(body)
        return " "

    text = _COMMENT.sub(" ", _SCRIPT.sub(drop, text))
    text = _tame(_CONTROL.sub("", text))
    parser = lxml.html.HTMLParser(recover=True, no_network=True, remove_comments=True, remove_pis=True, huge_tree=False)
    try:
        tree = lxml.html.document_fromstring(re.sub(r"\A\s*<\?xml[^>]*>", "", text), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise SkipArticle(source, "is no page that can be read; save the article as text") from error
    return tree, linked


def _tame(text: str) -> str:
    """The page without what makes a parser slow: thousands of attributes, of inline tags, of levels."""
    text = _LONG_TAG.sub(
        lambda t: f"<{t.group(1)}>" if t.group(0).count("=") > _MANY_ATTRIBUTES or t.group(0).count(" ") > 2000 else t.group(0),
        text,
    )
    if text.count("<") > MOST_TAGS:
        text = _INLINE.sub("", text)
    return _CONTAINER.sub("\n", text) if _depth(text) > DEEPEST else text


def _depth(text: str) -> int:
    """How deep the tags nest at most, about: every tag that is not closed counts."""
    depth = deepest = 0
    for tag in _TAG.finditer(text):
        if tag.group(2).lower() not in _VOID and not tag.group(0).endswith("/>"):
            depth = max(0, depth - 1) if tag.group(1) else depth + 1
            deepest = max(deepest, depth)
    return deepest


FEWEST_WORDS = 12
_ASIDE_TAGS = (
    "figcaption",
    "figure",
    "aside",
    "nav",
    "form",
    "button",
    "iframe",
    "video",
    "audio",
    "object",
    "select",
    "dialog",
    "canvas",
)
_ASIDE = re.compile(
    r"(?:\A|[\s_-])(?:related|read-?(?:more|next|also|on)|more-(?:on|from|stories)|see-?also|also-read|newsletters?|sign-?up|signup|subscri(?:be|ption)|"
    r"promo|teasers?|recirc\w*|recommend\w*|trending|most-(?:read|popular|viewed)|share|sharing|social|captions?|credits?|legend|"
    r"paywall|regwall|cookies?|consent|gdpr|advert\w*|ads?|ad-slot|sponsor\w*|outbrain|taboola|breadcrumbs?|comments?|disqus|"
    r"author-?(?:bio|box|info)|about-author|outlink|inline-?(?:links?|related|promo)|pull-?quotes?|pullquote|timestamp|byline|dateline-meta|"
    r"gallery|slideshow|tags?-list|topics?|donat\w*|app-banner|download-app|skip|visually-hidden|sr-only|print-only|follow-us|player)(?:\Z|[\s_-])",
    re.IGNORECASE,
)
"""Class and id words that name what stands beside an article's text."""
_SHARE = 0.6
"""What holds more than this share of the page's paragraph text is no aside, whatever it is called ("has-newsletter" on the body)."""
_HIDDEN = re.compile(r"(?i)display\s*:\s*none|visibility\s*:\s*hidden")


def without_asides(tree: Any) -> Any:
    """Take captions, teasers, newsletter boxes and what is hidden out of the tree (in place)."""
    sizes, whole = _paragraph_sizes(tree)
    for element in list(_asides(tree)):
        parent = element.getparent()
        if parent is not None and sizes.get(element, 0) <= _SHARE * max(whole, 1):
            element.drop_tree()
    return tree


def _asides(tree: Any) -> Iterator[Any]:
    for element in tree.iter(etree.Element):
        if element.tag in ("html", "body", "head", "main", "meta", "link", "title"):
            continue
        named = f"{element.get('class') or ''} {element.get('id') or ''}"[:400]
        if (
            element.tag in _ASIDE_TAGS
            or (len(named) > 1 and _ASIDE.search(named))
            or element.get("hidden") is not None
            or element.get("aria-hidden") == "true"
            or _HIDDEN.search(element.get("style") or "")
        ):
            yield element


def _paragraph_sizes(tree: Any) -> tuple[dict[Any, int], int]:
    """How many characters of paragraph text each element holds (those that hold any), and the whole page."""
    sizes: dict[Any, int] = {}
    whole = 0
    for paragraph in tree.iter("p"):
        length = len(paragraph.text_content())
        whole += length
        element = paragraph
        while element is not None:
            sizes[element] = sizes.get(element, 0) + length
            element = element.getparent()
    return sizes, whole


def paragraphs(tree: Any, *, whole: bool = False) -> str:
    """The paragraphs, headings and list items of a page's main part in their order, one a line.

    For pages too large to be weighed, and (``whole``: of all that is in the main part) live blogs, whose posts are articles each.
    """
    paths = (".//main", ".//*[@role='main']", ".//body") if whole else (".//article", ".//main", ".//*[@role='main']", ".//body")
    for path in paths:
        roots = tree.xpath(path)
        root = max(roots, key=lambda r: sum(len(p.text_content()) for p in r.iter("p")), default=None)
        if root is not None:
            blocks = [
                e for e in root.iter("p", "h2", "h3", "li") if not any(a.tag in ("p", "li") for a in e.iterancestors("p", "li"))
            ]
            lines = [" ".join(p.text_content().split()) for p in blocks]
            found = "\n".join(line for line in lines if line)
            if len(found.split()) >= FEWEST_WORDS:
                return found
    return ""


_LEAD = re.compile(
    r"(?i)(?:\A|[\s_-])(?:lead|lede|leadin|standfirst|chapo|vorspann|entradilla|ingress|article-?intro|article-?summary)(?:\Z|[\s_-])"
)


def lead_of(tree: Any) -> str | None:
    """The paragraph that a page sets apart above its text, by its name: outlets begin the article there, and weighing may lose it."""
    for element in tree.iter("p", "div", "h2", "span"):
        if _LEAD.search(f"{element.get('class') or ''} {element.get('itemprop') or ''}"):
            text = " ".join(element.text_content().split())
            if 8 <= len(text.split()) <= 120:
                return text
    return None


def flatten_tables(tree: Any) -> bool:
    """Turn tables into plain containers (in place), for pages that are laid out with them. False where there is none."""
    found = False
    for element in tree.iter("table", "tbody", "tr", "td", "th"):
        element.tag = "div"
        found = True
    return found

import time

import pytest

from crosslight.errors import SkipArticle
from crosslight.extract import extract, from_page
from crosslight.extract.dates import doubt, normal
from crosslight.extract.decoding import decode, decode_markup
from crosslight.extract.metadata import authors_in
from crosslight.extract.prose import prose
from crosslight.model import Page

BODY = "<p>" + "The mayor of Port Lenn said that the bridge would stay closed until Friday evening. " * 3 + "</p>"


def page(inner: str, head: str = "") -> str:
    return f"<html><head><title>The bridge</title>{head}</head><body><article>{BODY}{BODY}{inner}</article></body></html>"


@pytest.mark.parametrize(
    "hostile",
    [
        "<div>" * 50_000 + BODY,
        "<p>" + "<b>" * 30_000 + "x",
        "<i>x</i>" * 200_000,
        "<p " + " ".join(f"a{i}=1" for i in range(60_000)) + ">x</p>",
        "<table><tr><td>" * 3_000,
        "<" * 300_000,
        "<!--" * 100_000,
        "<![CDATA[" * 50_000,
        "<script>" * 20_000,
        "&" * 300_000,
        "<a href='" + "x" * 1_000_000 + "'>x</a>",
        "\x00\x01\x02\ufffe" * 1000,
        "<p>" + "word" * 500_000 + "</p>",
    ],
    ids=[
        "deep",
        "bold",
        "inline",
        "attributes",
        "tables",
        "angles",
        "comments",
        "cdata",
        "scripts",
        "entities",
        "address",
        "control",
        "word",
    ],
)
def test_no_page_takes_long_or_breaks_the_reader(hostile):
    started = time.monotonic()
    try:
        found = extract(page(hostile), "x")
    except SkipArticle:
        found = None
    assert time.monotonic() - started < 8
    assert found is None or "the bridge would stay closed" in found.article.text or len(found.article.text) > 1000


def test_nothing_in_a_page_is_run_or_fetched(monkeypatch):
    import socket

    def refuse(*_):
        raise AssertionError("a page made us open a connection")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    head = "<base href='http://evil.example/'><meta http-equiv=refresh content='0;url=http://evil.example/x'><link rel=stylesheet href=a.css>"
    found = extract(
        page("<script src=http://evil.example/x.js>document.write('<p>injected words</p>')</script><iframe src=/x>", head),
        "x",
        url="https://post.example/a",
    )
    assert "injected" not in found.article.text
    assert found.article.url == "https://post.example/a"


@pytest.mark.parametrize(
    "script",
    [
        "{", "[]", "null", '"text"', "[" * 100_000, '{"@type":"NewsArticle","headline":{"a":[1,{"b":2}]},"author":7,"datePublished":[],"publisher":[[["x"]]]}',
        '{"@type":["NewsArticle",7,null],"headline":["One","Two"],"author":{"@id":"#nobody"},"datePublished":{"@value":"2026-03-10"}}',
    ],
)  # fmt: skip
def test_linked_data_of_any_shape_is_survived(script):
    found = extract(page("", f"<script type='application/ld+json'>{script}</script>" * 2), "x")
    assert found.article.text.startswith("The mayor of Port Lenn")


def test_a_canonical_address_on_another_site_is_not_taken():
    head = "<link rel=canonical href='https://other.example/theirs'>"
    assert extract(page("", head), "x", url="https://post.example/a?utm_source=x").article.url == "https://post.example/a"
    head = "<link rel=canonical href='https://www.post.example/story/a'>"
    assert extract(page("", head), "x", url="https://m.post.example/a").article.url == "https://www.post.example/story/a"
    head = "<link rel=canonical href='/'>"
    assert extract(page("", head), "x", url="https://post.example/a").article.url == "https://post.example/a"


@pytest.mark.parametrize(
    ("given", "iso"),
    [
        ("2026-03-10T18:15:00Z", "2026-03-10T18:15:00+00:00"),
        ("2026-03-10T18:15:00.123+0100", "2026-03-10T18:15:00+01:00"),
        ("2026-03-10 18:15:00", "2026-03-10T18:15:00"),
        ("2026-03-10", "2026-03-10"),
        ("Tue, 10 Mar 2026 18:15:00 GMT", "2026-03-10T18:15:00+00:00"),
        ("March 10, 2026", "2026-03-10"),
        ("10 March 2026 18:15", "2026-03-10T18:15:00"),
        ("1773166500", "2026-03-10T18:15:00+00:00"),
        ("1773166500000", "2026-03-10T18:15:00+00:00"),
        ("03/04/2026", None),
        ("0000-00-00", None),
        ("2026-13-45", None),
        ("yesterday", None),
        ("Tuesday", None),
        ("9999999999999999", None),
        ("", None),
    ],
)
def test_dates_come_in_one_form_or_not_at_all(given, iso):
    assert normal(given) == iso


def test_dates_that_cannot_be_true_are_doubted():
    assert doubt("1970-01-01T00:00:00+00:00", None)
    assert doubt("2026-03-12", "2026-03-10T08:00:00+00:00")
    assert doubt("2026-03-11T09:00:00", "2026-03-10T08:00:00+00:00") is None, "perhaps written on the other side of the world"
    assert doubt("2030-01-01", None) is None, "without a clock the future is not known"


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("By Mira Solheim and Jakub Brandt", ("Mira Solheim", "Jakub Brandt")),
        ("Mira Solheim; Jakub Brandt; Mira Solheim", ("Mira Solheim", "Jakub Brandt")),
        ("Von Björn Tamm", ("Björn Tamm",)),
        ("Lars Ek, Chief Reporter", ("Lars Ek",)),
        ("admin", ()),
        ("https://facebook.example/post", ()),
        ("Staff Writer", ()),
        ("高瀬直子", ("高瀬直子",)),
        ("", ()),
    ],
)
def test_authors_are_names(line, names):
    assert authors_in(line) == names


@pytest.mark.parametrize(
    "line",
    ["Read more: Why the bridge cracked", "READ ALSO: The bridge in pictures", "Sign up for our newsletter", "Advertisement", "Share this article",
     "(Photo: Tom Rask/Reuters)", "Lire aussi : Le pont de Crécy", "Mehr zum Thema", "Читайте также: Как строили мост", "By Mira Solheim",
     "Updated 1844 GMT February 23, 2026", "© 2026 The Lenn Post", "12 min read", "A diver at the pier. Tom Rask/Getty Images"],
)  # fmt: skip
def test_lines_that_are_no_prose_are_left_out(line):
    assert prose(f"Seven people died.\n{line}\nThe sea was calm.") == "Seven people died.\n\nThe sea was calm."


@pytest.mark.parametrize(
    "line",
    ["Related charges were dropped on Friday, prosecutors said.", "Register offices in the county stay shut on Monday.",
     "Copyright law must change, the minister said.", "Published on Tuesday, the report blames the operator.", "Photographs of the wreck were shown to the jury.",
     "Share prices fell by 4 percent.", "More from the fund will go to Tarn, he said.", "By noon the fire was out.", "“Read more books,” she told them."],
)  # fmt: skip
def test_prose_that_begins_like_an_aside_stays(line):
    assert line in prose(f"Seven people died.\n{line}\nThe sea was calm.")


LANGUAGES = {
    "ru": (
        "Губернатор области заявил в понедельник, что мост через реку останется закрытым до пятницы. Погибли семь человек. ",
        ["cp1251", "koi8_r"],
    ),
    "el": ("Ο δήμαρχος δήλωσε την Τρίτη ότι η γέφυρα θα παραμείνει κλειστή μέχρι την Παρασκευή. ", ["cp1253"]),
    "pl": (
        "Burmistrz powiedział we wtorek, że most pozostanie zamknięty do piątku. Zginęło siedem osób. ",
        ["cp1250", "iso8859_2"],
    ),
    "tr": ("Belediye başkanı salı günü köprünün cuma gününe kadar kapalı kalacağını söyledi. Yedi kişi öldü. ", ["cp1254"]),
    "he": ("ראש העיר אמר ביום שלישי כי הגשר יישאר סגור עד יום שישי. שבעה בני אדם נהרגו בתאונה. ", ["cp1255"]),
    "ar": ("قال رئيس البلدية يوم الثلاثاء إن الجسر سيبقى مغلقا حتى يوم الجمعة. وقتل سبعة أشخاص في الحادث. ", ["cp1256"]),
    "ja": ("市長は火曜日、橋は金曜日まで閉鎖されると述べた。この事故で七人が死亡し、十二人が負傷した。", ["shift_jis", "euc_jp"]),
    "ko": ("시장은 화요일 다리가 금요일까지 폐쇄될 것이라고 말했다. 이 사고로 일곱 명이 숨졌다. ", ["euc_kr"]),
    "zh": ("市长星期二表示,大桥将关闭至星期五。事故造成七人死亡,十二人受伤。", ["gb18030"]),
    "fr": (
        "Le préfet a déclaré mardi que le pont resterait fermé. « Sept personnes sont mortes », a-t-il ajouté à l’hôpital. ",
        ["cp1252"],
    ),
    "cs": ("Starosta v úterý řekl, že most zůstane uzavřen do pátku. Zemřelo sedm lidí. ", ["cp1250", "iso8859_2"]),
    "th": ("นายกเทศมนตรีกล่าวเมื่อวันอังคารว่าสะพานจะปิดจนถึงวันศุกร์ มีผู้เสียชีวิตเจ็ดคน ", ["cp874"]),
    "es": ("El alcalde dijo el martes que el puente permanecerá cerrado. “Siete personas murieron”, añadió. ", ["cp1252"]),
}


@pytest.mark.parametrize(
    ("language", "encoding"), [(k, e) for k, (_, encodings) in LANGUAGES.items() for e in ["utf-8", "utf-16", *encodings]]
)
def test_text_of_any_language_stays_as_it_was_written(language, encoding):
    text = LANGUAGES[language][0] * 4
    assert decode(text.encode(encoding), "x") == text
    markup = f"<!doctype html><html><meta charset='{'iso-8859-1' if encoding == 'utf-8' else encoding}'><p>{text}"
    assert text in decode_markup(markup.encode(encoding), "x")


def test_a_page_sent_as_plain_text_is_read_as_the_page_it_is():
    headers = (("content-type", "text/plain"),)
    found = from_page(Page("https://a.example/x", "https://a.example/x", 200, page("").encode(), None, headers))
    assert found.article.title == "The bridge"
    plain = from_page(Page("https://a.example/x", "https://a.example/x", 200, b"Seven people died.\r\n", None, headers))
    assert plain.article.text == "Seven people died.\r\n"

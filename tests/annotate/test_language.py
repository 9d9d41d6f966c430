"""Which language a text is in."""

from __future__ import annotations

import subprocess
import sys

import pytest

from crosslight.annotate.language import language_of, with_language
from crosslight.model import Article


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The harbour police said on Monday that three people were hurt when the ferry struck the pier.", "en"),
        ("THE HARBOUR POLICE SAID ON MONDAY THAT THREE PEOPLE WERE HURT", "en"),
        ("Die Polizei in der kleinen Hafenstadt teilte am Montag mit, dass drei Menschen verletzt worden seien.", "de"),
        ("La police de la ville a annoncé lundi que trois personnes ont été blessées dans l'accident.", "fr"),
        ("Полиция сообщила в понедельник, что три человека пострадали на пароме.", "ru"),
        ("", None),
        ("12 34 https://example.org/a", None),
    ],
)
def test_language_is_told_or_left_open(text, language):
    assert language_of(text) == language


def test_what_is_given_stays():
    assert with_language(Article(id="a", text="The police said so.", language="cy")).language == "cy"


def test_found_language_is_put_on_the_article():
    article = Article(id="a", text="The harbour police said on Monday that three people were hurt in the crash.")
    assert with_language(article).language == "en"
    assert article.language is None


def test_no_downloader_is_loaded():
    code = (
        "import sys; from crosslight.annotate.language import language_of; "
        "assert language_of('The police said on Monday that three people were hurt.') == 'en'; "
        "sys.exit(any(m in sys.modules for m in ('robust_downloader', 'requests', 'urllib3')))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0

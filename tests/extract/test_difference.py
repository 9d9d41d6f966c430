import random
import time

from hypothesis import given, settings
from hypothesis import strategies as st

from crosslight.extract import difference
from crosslight.model import Article


def versions(old: str, new: str, titles=(None, None)):
    return difference(Article("a", old, titles[0]), Article("a", new, titles[1]))


def test_what_was_changed_added_and_removed_has_its_place():
    found = versions(
        "At least 14 people died, police said.\n\nThe captain was arrested.\n\nThe sea was calm.",
        "At least 17 people died, the coastguard said.\n\nThe sea was calm.\n\nA search goes on.",
        ("Ferry sinks", "Ferry sinks off Skerra"),
    )
    assert [(c.before and c.before.text, c.after and c.after.text) for c in found.changes] == [
        (None, "off Skerra"),
        ("14", "17"),
        ("police", "the coastguard"),
        ("The captain was arrested.", None),
        (None, "A search goes on."),
    ]
    assert found.changes[0].after.part == "title"
    assert [s.text for s in found.removed] == ["14", "police", "The captain was arrested."]
    assert found.old.text[found.removed[0].start : found.removed[0].end] == "14"


def test_white_space_alone_is_no_change():
    assert versions("Seven died.\n\nThe sea was calm.", "Seven died.\nThe sea  was calm. ").changes == ()


def test_a_text_that_was_rewritten_is_told_quickly():
    words = [f"w{n}" for n in range(3_000)]
    one, other = random.Random(1).choices(words, k=60_000), random.Random(2).choices(words, k=60_000)
    started = time.monotonic()
    found = versions(" ".join(one), " ".join(other))
    assert found.changes
    versions("same line\n" * 20_000, "same line\n" * 19_999 + "another\n")
    assert time.monotonic() - started < 5


@given(st.text("ab \n.", max_size=60), st.text("ab \n.", max_size=60))
@settings(max_examples=150, deadline=None)
def test_what_is_not_named_as_changed_is_the_same(old, new):
    found = versions(old, new)

    def left(article, spans):
        kept = list(article.text)
        for span in spans:
            kept[span.start : span.end] = " " * (span.end - span.start)
        return "".join(kept).split()

    assert "".join(left(found.old, found.removed)) == "".join(left(found.new, found.added))

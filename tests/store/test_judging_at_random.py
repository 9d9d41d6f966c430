"""Whatever the clusterer finds and persons judge, in any order: the stories kept step by step are those derived from all of it at once."""

from __future__ import annotations

import tempfile
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from crosslight.discover.judging import merge, move, pin, split
from crosslight.model import Article, Placement
from crosslight.store import Store
from crosslight.store.doctor import look_over

STORIES = st.sampled_from(["s1", "s2", "s3", "s4"])


class Judging(RuleBasedStateMachine):
    @initialize()
    def empty(self):
        self.folder = tempfile.TemporaryDirectory()
        self.store = Store.open(Path(self.folder.name) / "news.db", write=True)
        self.count = 0
        self.last = []

    def teardown(self):
        if hasattr(self, "store"):
            self.store.close()
            self.folder.cleanup()

    @rule(stories=st.lists(STORIES, min_size=1, max_size=4))
    def articles_come(self, stories):
        with self.store.writing() as kept:
            placed = []
            for story in stories:
                self.count += 1
                kept.articles.add(Article(id=f"a{self.count}", text=f"Report {self.count}."))
                placed.append(Placement(f"a{self.count}", story, None))
            kept.stories.follow(placed)

    @precondition(lambda self: self.count)
    @rule(data=st.data(), story=STORIES)
    def the_clusterer_moves(self, data, story):
        article = data.draw(st.integers(1, self.count))
        with self.store.writing() as kept:
            kept.stories.follow((), {f"a{article}": story})

    @precondition(lambda self: self.count > 1)
    @rule(data=st.data(), what=st.sampled_from(["split", "merge", "move", "pin"]))
    def a_person_judges(self, data, what):
        with self.store.writing() as kept:
            stories = list(kept.stories.all())
            one = data.draw(st.sampled_from(stories)).articles
            other = data.draw(st.sampled_from(stories)).articles
            first = data.draw(st.integers(1, len(one)))
            if what == "split" and first < len(one):
                self.last = split(one[:first], one[first:], "Ada")
            elif what == "merge" and one != other:
                self.last = merge(one, other, "Ada")
            elif what == "move" and one != other:
                self.last = move(one[first - 1], [a for a in one if a != one[first - 1]], other, "Ada")
            elif what == "pin":
                self.last = pin(one, "Ada")
            else:
                return
            kept.stories.judge(self.last)

    @invariant()
    def the_stories_follow(self):
        if not hasattr(self, "store"):
            return
        health = look_over(self.store)
        assert health.sound, health.findings
        with self.store.reading() as kept:
            stories = list(kept.stories.all())
            assert sorted(a for s in stories for a in s.articles) == sorted(f"a{n + 1}" for n in range(self.count))
            for judgement in self.last:  # the newest word holds, whatever came after it
                together = kept.stories.of(judgement.article) == kept.stories.of(judgement.other)
                assert together == (judgement.verdict == "same")


TestJudging = Judging.TestCase
TestJudging.settings = settings(max_examples=15, stateful_step_count=12, deadline=None)

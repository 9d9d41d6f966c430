import subprocess
import sys

LOOK = """
import sys
from crosslight.annotate.installed import import_spacy
import_spacy()
assert "spacy.cli" not in sys.modules and "jinja2" not in sys.modules
import spacy
assert spacy.info(silent=True)["spacy_version"] == spacy.__version__  # asked for, it is there
import spacy.cli
assert spacy.cli.info is sys.modules["spacy.cli.info"].info and callable(spacy.cli.download)
"""


def test_spacy_comes_without_its_command_line_until_that_is_asked_for():
    subprocess.run([sys.executable, "-c", LOOK], check=True)

"""From what was fetched to an Article: text, title, outlet, authors, dates, each with where it came from."""

from crosslight.extract.difference import difference
from crosslight.extract.html import extract, from_html, from_page

__all__ = ["difference", "extract", "from_html", "from_page"]

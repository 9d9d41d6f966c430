"""From what was fetched to an Article: text, title, outlet, dates."""

"""Getting articles: files, folders, standard input, web addresses, feeds and archives."""

from crosslight.acquire.sources import ReadResult, articles_of, extractions_of, may_fetch, read

__all__ = ["ReadResult", "articles_of", "extractions_of", "may_fetch", "read"]

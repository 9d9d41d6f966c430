"""Getting articles: files, folders, standard input and single web addresses."""

from crosslight.acquire.sources import ReadResult, read

__all__ = ["ReadResult", "read"]

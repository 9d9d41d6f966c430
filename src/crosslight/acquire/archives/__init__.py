"""Web archives: WARC and WACZ, read page by page; raw pages kept."""

from crosslight.acquire.archives.keeping import RawPages
from crosslight.acquire.archives.wacz import pages_in_zip
from crosslight.acquire.archives.warc import WarcCount, pages_of

__all__ = ["RawPages", "WarcCount", "pages_in_zip", "pages_of"]

"""Web archives: WARC and WACZ, read page by page; raw pages kept."""

from crosslight.acquire.archives.keeping import RawPages, kept_page
from crosslight.acquire.archives.wacz import pages_in_zip
from crosslight.acquire.archives.warc import WarcCount, pages_of

__all__ = ["RawPages", "WarcCount", "kept_page", "pages_in_zip", "pages_of"]

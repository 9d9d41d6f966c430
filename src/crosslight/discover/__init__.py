"""Discovery: which articles of a stream report one event."""

from crosslight.discover.clusterer import Clusterer, Limits
from crosslight.discover.partition import Changes

__all__ = ["Changes", "Clusterer", "Limits"]

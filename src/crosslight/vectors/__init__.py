"""Sentence vectors: the one model that turns words into numbers, behind one small interface."""

from crosslight.vectors.ahead import ReadAhead
from crosslight.vectors.kept import KeptVectors
from crosslight.vectors.minilm import Encoder, MiniLM, Pieces

__all__ = ["Encoder", "KeptVectors", "MiniLM", "Pieces", "ReadAhead"]

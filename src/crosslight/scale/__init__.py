"""The same stages over many articles at once: processes on one machine."""

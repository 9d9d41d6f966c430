"""Laying one story's accounts side by side: one module a part of the dossier, put together in ``dossier``."""

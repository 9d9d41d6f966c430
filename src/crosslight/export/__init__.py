"""The dossier and the annotations in formats for other programs; schemas, verification, what changed."""

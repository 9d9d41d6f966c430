"""Renderings of a dossier: one HTML file, the terminal, Markdown."""

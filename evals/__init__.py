"""Quality: the gate with pinned floors, and what it reads."""

"""Small lexicons and trained models, each with a card that says what it is, from what, by which script, measured how."""

"""Reading one article: one module a kind of annotation, one parse an article."""

"""The source of a concept, cut, aligned and annotated."""

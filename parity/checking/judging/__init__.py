"""One object, judged."""

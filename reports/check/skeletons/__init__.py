"""The shapes of code that are accepted for a concept, as skeletons of Python."""

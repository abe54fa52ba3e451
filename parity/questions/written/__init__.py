"""Questions that were written by hand, with a source: which statement is right, which is wrong."""

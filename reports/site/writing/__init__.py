"""Writing code in a page and having it judged there: exercises, the Python they need, a server."""

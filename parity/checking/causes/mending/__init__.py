"""Which small change of the user's own code makes it right: the line, and how it reads mended."""

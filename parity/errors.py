"""The error that the command line shows as one line."""


class ReaderError(ValueError):
    """Something that the reader can mend: the message says what was wrong and what to do."""

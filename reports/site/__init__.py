"""The study pages: a static site in English and Japanese, made from sources and results."""

"""The answer to a check of people's code: its sentences, in the terminal and in a notebook."""

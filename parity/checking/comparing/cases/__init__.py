"""Cases as the code takes them: narrowed, in other sizes, drawn anew, of one output."""

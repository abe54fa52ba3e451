"""Questions about the code: mistakes, wrong lines, and what each breaks."""

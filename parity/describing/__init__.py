"""The vocabulary in which concepts are described: cases, draws, layouts, texts."""

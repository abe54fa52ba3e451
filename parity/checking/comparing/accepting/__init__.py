"""What is accepted though the numbers are not ours: a scale, single precision."""

"""What calling a function concept takes: windows as people pass them, and the way back."""

"""What each of the exam's functions is."""

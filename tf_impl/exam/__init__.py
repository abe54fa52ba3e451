"""The functions of the exam, with its signatures."""

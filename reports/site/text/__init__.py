"""The pages' words, numbers and equations."""

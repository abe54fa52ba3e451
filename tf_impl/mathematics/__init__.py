"""The small mathematics in TensorFlow."""

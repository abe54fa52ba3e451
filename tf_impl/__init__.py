"""The same concepts as a Keras 3 engineer writes them, on TensorFlow with ``GradientTape``."""

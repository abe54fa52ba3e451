"""Information theory in TensorFlow; the gradient tape finds the gradients."""

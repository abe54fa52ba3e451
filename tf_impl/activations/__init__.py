"""Activation functions in Keras; the gradient tape finds the derivatives."""

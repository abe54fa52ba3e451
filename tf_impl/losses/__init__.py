"""Losses in Keras; the gradient tape finds the gradients.

Each is called as ``loss(t, x)``: Keras takes the targets first, then the prediction.
"""

"""Initializers in Keras: ``keras.initializers``.

Shapes are Keras': (n_in, n_out) for a dense layer, (k_h, k_w, c_in, c_out) for a convolution.
"""

"""Initializers: how weights are drawn, and how wide.

The canonical shapes are (n_in, n_out) for a dense layer and (c_out, c_in, k_h, k_w) for a
convolution.
"""

"""Initializers in PyTorch: ``torch.nn.init``, each on a generator of its own.

Shapes are PyTorch's: (n_out, n_in) for a dense layer, (c_out, c_in, k_h, k_w) for a convolution.
"""

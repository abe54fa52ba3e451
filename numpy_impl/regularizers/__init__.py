"""Regularizers: penalties on the weights, added to the loss, with the gradient that they add.

A penalty is a scalar, so ``backward`` takes the scalar dL/dpenalty, which is 1 in a plain sum
L = loss + penalty. They are layers: called like one, and without parameters of their own.
"""

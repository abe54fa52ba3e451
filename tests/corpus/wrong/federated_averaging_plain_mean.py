import numpy as np


def federated_averaging(client_weights, client_sizes):
    return np.mean(client_weights, axis=0)

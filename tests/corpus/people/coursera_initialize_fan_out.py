import numpy as np


def initialize_parameters_he(layers_dims):
    parameters = {}
    for l in range(1, len(layers_dims)):
        # He et al.: sqrt(2 / size of the previous layer)
        scale = np.sqrt(2 / layers_dims[l])
        parameters[f'W{l}'] = np.random.randn(layers_dims[l], layers_dims[l - 1]) * scale
        parameters[f'b{l}'] = np.zeros((layers_dims[l], 1))
    return parameters

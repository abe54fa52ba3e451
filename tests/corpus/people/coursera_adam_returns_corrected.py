import numpy as np


def update_parameters_with_adam(parameters, grads, v, s, t, learning_rate=0.01,
                                beta1=0.9, beta2=0.999, epsilon=1e-8):
    v_corrected, s_corrected = {}, {}
    for key in parameters:
        g = grads["d" + key]
        v["d" + key] = beta1 * v["d" + key] + (1 - beta1) * g
        v_corrected["d" + key] = v["d" + key] / (1 - np.power(beta1, t))
        s["d" + key] = beta2 * s["d" + key] + (1 - beta2) * np.square(g)
        s_corrected["d" + key] = s["d" + key] / (1 - np.power(beta2, t))
        parameters[key] = parameters[key] - learning_rate * v_corrected["d" + key] / (np.sqrt(s_corrected["d" + key]) + epsilon)
    return parameters, v, s, v_corrected, s_corrected

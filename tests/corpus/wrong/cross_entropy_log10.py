import numpy as np


def cross_entropy(probs, labels, eps=1e-7):
    probs = np.clip(probs, eps, 1 - eps)
    if labels.ndim == probs.ndim:
        log_likelihood = np.sum(labels * np.log10(probs), axis=-1)
    else:
        log_likelihood = np.log10(np.take_along_axis(probs, labels[..., None], axis=-1))[..., 0]
    return -log_likelihood.mean()

import numpy as np


def smooth_ce(logits, labels, eps=0.1):
    z = logits - logits.max(axis=1, keepdims=True)
    log_p = z - np.log(np.exp(z).sum(axis=1, keepdims=True))
    nll = -log_p[np.arange(len(labels)), labels]
    uniform = -log_p.mean(axis=1)
    return ((1 - eps) * nll + eps * uniform).mean()

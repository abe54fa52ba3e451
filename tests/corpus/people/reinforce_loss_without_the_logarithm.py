import numpy as np


def reinforce_loss(logits, actions, returns):
    z = logits - logits.max(axis=1, keepdims=True)
    log_p = z - np.log(np.exp(z).sum(axis=1, keepdims=True))
    return -(np.exp(log_p)[np.arange(len(actions)), actions] * returns).mean()

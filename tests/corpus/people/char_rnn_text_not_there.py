import numpy as np


def lossFun(inputs, targets, hprev):
    state, seen, said = {-1: hprev.copy()}, {}, {}
    loss = 0
    for t, letter in enumerate(inputs):
        seen[t] = np.zeros((vocab_size, 1))
        seen[t][letter] = 1
        state[t] = np.tanh(Wxh @ seen[t] + Whh @ state[t - 1] + bh)
        score = Why @ state[t] + by
        said[t] = np.exp(score) / np.exp(score).sum()
        loss -= np.log(said[t][targets[t], 0])
    dWxh, dWhh, dWhy = (np.zeros_like(W) for W in (Wxh, Whh, Why))
    dbh, dby = np.zeros_like(bh), np.zeros_like(by)
    dnext = np.zeros_like(bh)
    for t in range(len(inputs) - 1, -1, -1):
        dscore = said[t].copy()
        dscore[targets[t]] -= 1
        dWhy += dscore @ state[t].T
        dby += dscore
        dh = Why.T @ dscore + dnext
        da = dh * (1 - state[t] ** 2)
        dbh += da
        dWxh += da @ seen[t].T
        dWhh += da @ state[t - 1].T
        dnext = Whh.T @ da
    for grad in (dWxh, dWhh, dWhy, dbh, dby):
        np.clip(grad, -5, 5, out=grad)
    return loss, dWxh, dWhh, dWhy, dbh, dby, state[len(inputs) - 1]

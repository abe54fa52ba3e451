import numpy as np


def bidirectional_rnn_net(xs, W_f, U_f, W_b, U_b, V):
    T, H = len(xs), U_f.shape[0]
    hs_f, hs_b = np.zeros((T, H)), np.zeros((T, H))
    h = np.zeros(H)
    for t in range(T):
        h = np.tanh(W_f @ xs[t] + U_f @ h)
        hs_f[t] = h
    h = np.zeros(H)
    for t in reversed(range(T)):
        h = np.tanh(W_b @ xs[t] + U_f @ h)
        hs_b[t] = h
    return np.hstack([hs_f, hs_b]) @ V.T

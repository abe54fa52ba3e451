import numpy as np


def bidirectional_rnn_net(xs, W_f, U_f, W_b, U_b, V):
    T = xs.shape[0]
    H = W_f.shape[0]
    hs_f = np.zeros((T + 1, H))
    hs_b = np.zeros((T + 1, H))
    for t in range(T):
        hs_f[t + 1] = np.tanh(np.dot(W_f, xs[t]) + np.dot(U_f, hs_f[t]))
    for t in range(T - 1, -1, -1):
        hs_b[t] = np.tanh(np.dot(W_b, xs[t]) + np.dot(U_b, hs_b[t + 1]))
    V_f, V_b = V[:, :H], V[:, H:]
    return np.dot(hs_f[1:], V_f.T) + np.dot(hs_b[:T], V_b.T)

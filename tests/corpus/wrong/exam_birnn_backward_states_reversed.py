import numpy as np


def _rnn(xs, W, U):
    h = np.zeros(U.shape[0])
    hs = []
    for x in xs:
        h = np.tanh(W.dot(x) + U.dot(h))
        hs.append(h)
    return np.array(hs)


def bidirectional_rnn_net(xs, W_f, U_f, W_b, U_b, V):
    hs_f = _rnn(xs, W_f, U_f)
    hs_b = _rnn(xs[::-1], W_b, U_b)
    hs = np.concatenate([hs_f, hs_b], axis=1)
    return hs.dot(V.T)

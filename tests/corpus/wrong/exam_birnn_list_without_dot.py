import numpy as np

def rnn(xs, W, U):
    hs = np.zeros((len(xs), len(U)))
    h = np.zeros(len(U))
    for t in range(len(xs)):
        h = np.tanh(xs[t].dot(W.T) + h.dot(U.T))
        hs[t] = h
    return hs

def bidirectional_rnn_net(xs, W_f, U_f, W_b, U_b, V):
    hs_f = rnn(xs, W_f, U_f)
    hs_b = rnn(xs[::-1], W_b, U_b)
    hs = [np.concatenate([h_f, h_b], axis=0) for h_f, h_b in zip(hs_f, hs_b[::-1])]
    ys = hs.dot(V.T)
    return ys

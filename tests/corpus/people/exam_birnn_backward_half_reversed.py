import numpy as np


def bidirectional_rnn_net(xs, W_f, U_f, W_b, U_b, V):
    def run(seq, W, U):
        h, out = np.zeros(len(U)), []
        for x in seq:
            h = np.tanh(W.dot(x) + U.dot(h))
            out.append(h)
        return out

    fw = run(xs, W_f, U_f)
    bw = run(xs[::-1], W_b, U_b)
    hs = np.concatenate((np.array(fw), np.array(bw)), axis=1)
    return hs.dot(V.T)

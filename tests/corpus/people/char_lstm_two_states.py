import numpy as np


def sig(a):
    return 1 / (1 + np.exp(-a))


vocab_size, hidden_size = 11, 5
Wx = np.random.randn(4 * hidden_size, vocab_size) * 0.1
Wh = np.random.randn(4 * hidden_size, hidden_size) * 0.1
b = np.zeros((4 * hidden_size, 1))
Wy = np.random.randn(vocab_size, hidden_size) * 0.1
by = np.zeros((vocab_size, 1))


def loss_fun(inputs, targets, hprev, cprev):
    n = hidden_size
    h, c, tape, loss = hprev, cprev, [], 0.0
    for k, want in zip(inputs, targets):
        x = np.eye(vocab_size)[:, [k]]
        a = Wx @ x + Wh @ h + b
        i, f, o, g = sig(a[:n]), sig(a[n:2*n]), sig(a[2*n:3*n]), np.tanh(a[3*n:])
        c_new = f * c + i * g
        h_new = o * np.tanh(c_new)
        y = Wy @ h_new + by
        p = np.exp(y - y.max())
        p /= p.sum()
        loss -= np.log(p[want, 0])
        tape.append((x, h, c, i, f, o, g, c_new, h_new, p, want))
        h, c = h_new, c_new
    dWx, dWh, db, dWy, dby = (np.zeros_like(w) for w in (Wx, Wh, b, Wy, by))
    dh, dc = np.zeros_like(h), np.zeros_like(c)
    for x, h_old, c_old, i, f, o, g, c_new, h_new, p, want in reversed(tape):
        dy = p.copy()
        dy[want] -= 1
        dWy += dy @ h_new.T
        dby += dy
        dh = dh + Wy.T @ dy
        dc = dc + dh * o * (1 - np.tanh(c_new) ** 2)
        da = np.concatenate([dc * g * i * (1 - i), dc * c_old * f * (1 - f),
                             dh * np.tanh(c_new) * o * (1 - o), dc * i * (1 - g ** 2)])
        dWx += da @ x.T
        dWh += da @ h_old.T
        db += da
        dh, dc = Wh.T @ da, dc * f
    return loss, dWx, dWh, db, dWy, dby, h, c

import numpy as np


def squash(a):
    return 1 / (1 + np.exp(-a))


def gru_forward(x, h0, Wz, Uz, bz, Wr, Ur, br, Wh, Uh, bh):
    """x (N, T, D), h0 (N, H)."""
    h, seen, out = h0, [], []
    for t in range(x.shape[1]):
        now = x[:, t]
        z = squash(now @ Wz + h @ Uz + bz)
        r = squash(now @ Wr + h @ Ur + br)
        g = np.tanh(now @ Wh + (r * h) @ Uh + bh)
        seen.append((now, h, z, r, g))
        h = (1 - z) * h + z * g
        out.append(h)
    return np.stack(out, axis=1), (seen, Wz, Uz, Wr, Ur, Wh, Uh)


def gru_backward(dout, cache):
    seen, Wz, Uz, Wr, Ur, Wh, Uh = cache
    dx, dh = [], np.zeros_like(dout[:, 0])
    sums = {}

    def add(name, value):
        sums[name] = sums.get(name, 0) + value

    for t in reversed(range(len(seen))):
        now, h, z, r, g = seen[t]
        dnew = dout[:, t] + dh
        dz = dnew * (g - h) * z * (1 - z)
        dg = dnew * z * (1 - g**2)
        dgated = dg @ Uh.T
        dr = dgated * r * (1 - r)
        for gate, d, before in (("z", dz, h), ("r", dr, h), ("h", dg, r * h)):
            add("W" + gate, now.T @ d)
            add("U" + gate, before.T @ d)
            add("b" + gate, d.sum(axis=0))
        dx.append(dz @ Wz.T + dr @ Wr.T + dg @ Wh.T)
        dh = dnew * (1 - z) + dgated * r + dz @ Uz.T + dr @ Ur.T
    dWz, dUz, dbz = sums["Wz"], sums["Uz"], sums["bz"]
    dWr, dUr, dbr = sums["Wr"], sums["Ur"], sums["br"]
    dWh, dUh, dbh = sums["Wh"], sums["Uh"], sums["bh"]
    return np.stack(dx[::-1], axis=1), dh, dWz, dUz, dbz, dWr, dUr, dbr, dWh, dUh, dbh

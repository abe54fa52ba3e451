import numpy as np


def s(x):
    return 1 / (1 + np.exp(-x))


def gru_step_forward(x, h, Wz, Uz, Wr, Ur, Wh, Uh):
    z = s(x @ Wz + h @ Uz)
    r = s(x @ Wr + h @ Ur)
    hb = np.tanh(x @ Wh + (r * h) @ Uh)
    return (1 - z) * h + z * hb, (h, z, r, hb, Wz, Uz, Wr, Ur, Wh, Uh)


def gru_step_backward(dh, cache):
    h, z, r, hb, Wz, Uz, Wr, Ur, Wh, Uh = cache
    da = dh * z * (1 - hb ** 2)
    drh = da @ Uh.T
    dr_a = drh * h * r * (1 - r)
    dz_a = dh * (hb - h) * z * (1 - z)
    dx = da @ Wh.T + dr_a @ Wr.T + dz_a @ Wz.T
    dh_prev = dz_a @ Uz.T + dr_a @ Ur.T + drh * r
    return dx, dh_prev

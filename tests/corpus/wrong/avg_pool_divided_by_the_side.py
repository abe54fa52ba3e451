import numpy as np

def avg_pool_forward(x, pool_param):
    ph, pw, s = pool_param['pool_height'], pool_param['pool_width'], pool_param['stride']
    N, C, H, W = x.shape
    Ho, Wo = (H - ph) // s + 1, (W - pw) // s + 1
    out = np.zeros((N, C, Ho, Wo))
    for i in range(Ho):
        for j in range(Wo):
            out[:, :, i, j] = np.sum(x[:, :, i*s:i*s+ph, j*s:j*s+pw], axis=(2, 3)) / ph
    return out, (x.shape, pool_param)

def avg_pool_backward(dout, cache):
    shape, pool_param = cache
    ph, pw, s = pool_param['pool_height'], pool_param['pool_width'], pool_param['stride']
    dx = np.zeros(shape)
    for i in range(dout.shape[2]):
        for j in range(dout.shape[3]):
            dx[:, :, i*s:i*s+ph, j*s:j*s+pw] += dout[:, :, i, j][:, :, None, None] / ph
    return dx

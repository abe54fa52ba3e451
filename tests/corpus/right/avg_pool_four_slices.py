def avg_pool(x):
    upper = x[:, :, ::2, ::2] + x[:, :, ::2, 1::2]
    lower = x[:, :, 1::2, ::2] + x[:, :, 1::2, 1::2]
    return (upper + lower) / 4

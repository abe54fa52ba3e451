import numpy as np


def positional_encoding(length, width, slowest=1e-4):
    place = np.arange(length)[:, None]
    speed = slowest ** (2 * (np.arange(width) // 2) / width)
    table = place * speed[None, :]
    table[:, 0::2] = np.sin(table[:, 0::2])
    table[:, 1::2] = np.cos(table[:, 1::2])
    return table

import numpy as np


def pad_mask(tokens, pad=0):
    return (tokens != pad)[:, None, :, None]

import numpy as np


def generator_loss(d_fake):
    labels = np.zeros_like(d_fake)
    return -np.mean(labels * np.log(d_fake) + (1 - labels) * np.log(1 - d_fake))

import numpy as np


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


def discriminator_loss(real_logits, fake_logits):
    n_real, n_fake = len(real_logits), len(fake_logits)
    p_real, p_fake = sigmoid(real_logits), sigmoid(fake_logits)
    loss = -np.mean(np.log(p_real)) - np.mean(np.log(1 - p_fake))
    d_real = (p_real - 1) / n_real
    d_fake = p_fake / n_fake
    return loss, d_real, d_fake

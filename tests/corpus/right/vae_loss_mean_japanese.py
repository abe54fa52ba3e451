import numpy as np


def vae_loss(x, y, mu, log_var):
    # 再構成誤差 (クロスエントロピー)
    eps = 1e-7
    reconst = -np.sum(x * np.log(y + eps) + (1 - x) * np.log(1 - y + eps), axis=1)
    # 正則化項 (KLダイバージェンス)
    kl = -0.5 * np.sum(1 + log_var - mu ** 2 - np.exp(log_var), axis=1)
    return np.mean(reconst + kl)

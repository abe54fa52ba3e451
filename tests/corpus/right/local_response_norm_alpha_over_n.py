import numpy as np

def local_response_norm(x, size=5, alpha=1e-4, beta=0.75, k=2.0):
    C = x.shape[1]
    sq = np.pad(x * x, ((0, 0), (size // 2, (size - 1) // 2), (0, 0), (0, 0)))
    mean = sum(sq[:, i:i + C] for i in range(size)) / size
    return x * np.power(k + alpha * mean, -beta)

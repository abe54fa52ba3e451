import numpy as np


def cooccurrence_matrix(tokens, n_vocab, window):
    m = [[0.0] * n_vocab for _ in range(n_vocab)]
    for c in range(len(tokens)):
        for n in range(max(0, c - window), min(len(tokens), c + window + 1)):
            if n != c:
                m[tokens[c]][tokens[n]] += 1
    return np.array(m)

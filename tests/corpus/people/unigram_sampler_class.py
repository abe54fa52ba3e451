import collections
import numpy as np


class UnigramSampler:
    def __init__(self, corpus, power, sample_size):
        self.sample_size = sample_size
        counts = collections.Counter(corpus)
        self.vocab_size = len(counts)
        p = np.array([counts[i] for i in range(self.vocab_size)], dtype=float) ** power
        self.word_p = p / p.sum()

    def get_negative_sample(self, target):
        n = target.shape[0]
        out = np.zeros((n, self.sample_size), dtype=np.int32)
        for i in range(n):
            p = self.word_p.copy()
            p[target[i]] = 0
            p /= p.sum()
            out[i] = np.random.choice(self.vocab_size, size=self.sample_size, replace=False, p=p)
        return out

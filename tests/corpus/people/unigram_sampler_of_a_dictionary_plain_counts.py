import numpy as np


class UnigramSampler:
    """Draws words that are not the target, by how often they come."""

    def __init__(self, corpus, power, sample_size):
        self.sample_size = sample_size
        often = {}
        for word in corpus:
            often[word] = often.get(word, 0) + 1
        self.vocab_size = len(often)
        weight = np.zeros(self.vocab_size)
        for word, times in often.items():
            weight[word] = times
        self.word_p = weight / weight.sum()

    def get_negative_sample(self, target):
        drawn = []
        for t in target:
            p = self.word_p.copy()
            p[t] = 0
            p /= p.sum()
            drawn.append(np.random.choice(self.vocab_size, self.sample_size, replace=False, p=p))
        return np.array(drawn)

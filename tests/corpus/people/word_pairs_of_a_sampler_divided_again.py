import numpy as np


class NegativeSampler:
    def __init__(self, corpus, power, sample_size):
        counts = np.bincount(corpus).astype(float) ** power
        self.p, self.sample_size = counts / counts.sum(), sample_size

    def draw(self, words):
        found = []
        for word in words:
            p = np.where(np.arange(len(self.p)) == word, 0, self.p)
            found.append(np.random.choice(len(p), self.sample_size, p=p / p.sum()))
        return np.array(found)


class WordPairs:
    def __init__(self, vocab_size, wordvec_size, sampler):
        self.W_in = 0.1 * np.random.randn(vocab_size, wordvec_size)
        self.W_out = 0.1 * np.random.randn(vocab_size, wordvec_size)
        self.sampler = sampler

    def forward(self, center, context):
        self.center = center
        self.words = np.concatenate([context[:, None], self.sampler.draw(context)], axis=1)
        self.yes = (np.arange(self.words.shape[1]) == 0).astype(float)
        self.h = self.W_in[center]
        a = np.einsum("nd,nkd->nk", self.h, self.W_out[self.words])
        self.p = 1 / (1 + np.exp(-a))
        gained = self.yes * np.log(self.p) + (1 - self.yes) * np.log(1 - self.p)
        return -gained.sum(axis=1).mean()

    def backward(self, dout=1):
        da = dout * (self.p - self.yes) / self.p.size
        self.dW_in, self.dW_out = np.zeros_like(self.W_in), np.zeros_like(self.W_out)
        np.add.at(self.dW_out, self.words, da[..., None] * self.h[:, None])
        np.add.at(self.dW_in, self.center, np.einsum("nk,nkd->nd", da, self.W_out[self.words]))

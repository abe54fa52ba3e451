import numpy as np


class QAgent:
    def __init__(self, n_states, n_actions, lr=0.1, gamma=0.9):
        self.Q = np.zeros((n_states, n_actions))
        self.lr = lr
        self.gamma = gamma

    def learn(self, s, a, r, s2):
        best = self.Q[s].max()
        self.Q[s, a] += self.lr * (r + self.gamma * best - self.Q[s, a])

import numpy as np

def softmax_loss(x, y):
    num_train = x.shape[0]
    x = x - np.max(x, axis=1, keepdims=True)
    probs = np.exp(x) / np.sum(np.exp(x), axis=1, keepdims=True)
    loss = -np.mean(np.log(probs[:, y]))

    dx = probs.copy()
    dx[range(num_train), y] -= 1
    dx /= num_train
    return loss, dx

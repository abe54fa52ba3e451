def step_decay(epoch, lr=0.1, step_size=30, gamma=0.1):
    return lr * gamma * (epoch // step_size)

def exponential_decay(step, lr=0.1, gamma=0.95, decay_steps=1):
    return lr * gamma ** (step / decay_steps)

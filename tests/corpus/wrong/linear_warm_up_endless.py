def linear_warmup(step, lr=0.1, warmup_steps=5, start_factor=1/3):
    return lr * (start_factor + (1 - start_factor) * step / warmup_steps)

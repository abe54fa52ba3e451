import numpy as np

def integrated_gradients(x, baseline, grad_fn, steps):
    grads = [grad_fn(baseline + a * (x - baseline)) for a in np.linspace(0, 1, steps + 1)]
    grads = np.array(grads)
    avg = ((grads[:-1] + grads[1:]) / 2).mean(axis=0)
    return (x - baseline) * avg

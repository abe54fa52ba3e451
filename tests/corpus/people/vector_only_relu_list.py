def relu(x):
    return [max(0.0, float(v)) for v in x]


def relu_backward(dy, x):
    out = []
    for d, v in zip(dy, x):
        out.append(d if v > 0 else 0.0)
    return out

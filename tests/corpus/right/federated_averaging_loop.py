def federated_averaging(client_weights, client_sizes):
    total = sum(client_sizes)
    new_w = 0
    for w, n in zip(client_weights, client_sizes):
        new_w = new_w + w * n / total
    return new_w

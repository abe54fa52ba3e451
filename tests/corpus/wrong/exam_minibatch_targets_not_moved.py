def minibatch(data_x, data_t, i, batch_size):
    n = min(batch_size, len(data_x) - i)
    batch_x = data_x[i:i + n]
    batch_t = data_t[:n]
    return batch_x, batch_t

def minibatch(data_x, data_t, i, batch_size):
    j = min(i + batch_size, len(data_x))
    return data_x[i:j], data_t[:j - i]


def epochs(data_x, data_t, batch_size):
    for i in range(0, len(data_x), batch_size):
        yield minibatch(data_x, data_t, i, batch_size)

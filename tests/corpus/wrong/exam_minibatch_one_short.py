def minibatch(data_x, data_t, i, batch_size):
    i_end = i + batch_size - 1
    return data_x[i:i_end], data_t[i:i_end]

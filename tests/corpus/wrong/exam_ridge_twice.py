def ridge(param, grad, rate):
    # (w^2)' = 2w
    return grad + rate * 2 * param

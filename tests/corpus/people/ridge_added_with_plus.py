def ridge(param, grad, rate):
    """grad に L2 正則化項の勾配を足す"""
    new_grad = grad.copy()
    new_grad += rate * param
    return new_grad

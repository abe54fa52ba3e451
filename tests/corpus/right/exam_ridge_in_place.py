def ridge(param, grad, rate):
    # L2ノルムの勾配を足しこむ
    grad += rate * param

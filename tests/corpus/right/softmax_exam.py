import numpy as np

def softmax(x):
    # ミニバッチのとき: クラスを先頭の軸にそろえてから計算し、最後に元へ戻す
    u = x.T if x.ndim == 2 else x
    u = u - np.max(u, axis=0)
    e = np.exp(u)
    y = e / np.sum(e, axis=0)
    return y.T

import numpy as np


def _h(p, axis):
    logp = np.log(p, out=np.zeros_like(p), where=p > 0)
    return -(p * logp).sum(axis=axis)


def mutual_information(joint):
    """I(X;Y) = H(X) + H(Y) - H(X,Y)"""
    px = joint.sum(axis=-1)
    py = joint.sum(axis=-2)
    return _h(px, -1) + _h(py, -1) - _h(joint, (-2, -1))

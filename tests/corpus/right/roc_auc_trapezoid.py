import numpy as np


def roc_auc(y_true, y_score):
    thresholds = np.sort(np.unique(y_score))[::-1]
    tpr = [0.0]
    fpr = [0.0]
    P = np.sum(y_true == 1)
    N = np.sum(y_true == 0)
    for th in thresholds:
        pred = y_score >= th
        tpr.append(np.sum(pred & (y_true == 1)) / P)
        fpr.append(np.sum(pred & (y_true == 0)) / N)
    area = 0.0
    for i in range(1, len(tpr)):
        area += (fpr[i] - fpr[i - 1]) * (tpr[i] + tpr[i - 1]) / 2
    return area

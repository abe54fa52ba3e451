def roc_auc(y_score, y_true):
    pos = y_score[y_true == 1]
    neg = y_score[y_true == 0]
    count = 0
    for p in pos:
        for n in neg:
            if p > n:
                count += 1
    return count / (len(pos) * len(neg))

import numpy as np


def softmax(x):
    x = x - np.max(x, axis=1, keepdims=True)
    e = np.exp(x)
    return e / np.sum(e, axis=1, keepdims=True)


def distillation_loss(student_logits, teacher_logits, labels, T=2.0, alpha=0.5):
    n = student_logits.shape[0]
    p_s = softmax(student_logits / T)
    p_t = softmax(teacher_logits / T)
    soft = np.sum(p_t * (np.log(p_t) - np.log(p_s))) / n
    if labels.ndim == 1:
        labels = np.eye(student_logits.shape[1])[labels]
    hard = -np.sum(labels * np.log(softmax(student_logits))) / n
    return alpha * soft + (1 - alpha) * hard

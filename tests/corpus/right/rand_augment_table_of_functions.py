import numpy as np


def turn(img, m, fill):
    c, h, w = img.shape
    a = np.pi * 30 * m / 180
    out = np.zeros_like(img)
    for i in range(h):
        for j in range(w):
            v, u = i - (h - 1) / 2, j - (w - 1) / 2
            r = np.sin(a) * u + np.cos(a) * v + (h - 1) / 2
            q = np.cos(a) * u - np.sin(a) * v + (w - 1) / 2
            for rr in (int(np.floor(r)), int(np.floor(r)) + 1):
                for qq in (int(np.floor(q)), int(np.floor(q)) + 1):
                    inside = 0 <= rr < h and 0 <= qq < w
                    pixel = img[:, rr, qq] if inside else np.full(c, fill)
                    out[:, i, j] += (1 - abs(r - rr)) * (1 - abs(q - qq)) * pixel
    return out


def shift(img, by, axis, fill):
    out = np.full_like(img, fill)
    n = img.shape[axis]
    for k in range(n):
        if 0 <= k - by < n:
            if axis == 1:
                out[:, k] = img[:, k - by]
            else:
                out[:, :, k] = img[:, :, k - by]
    return out


def rand_augment(images, ops, mags, fill=0.0, clip=(0.0, 1.0)):
    low, high = clip
    table = [
        lambda im, m: im,
        lambda im, m: turn(im, m, fill),
        lambda im, m: np.clip(im * (1 + 0.9 * m), low, high),
        lambda im, m: np.clip(im.mean((1, 2), keepdims=True) * (-0.9 * m) + im * (1 + 0.9 * m), low, high),
        lambda im, m: np.where(im < 1 - abs(m), im, 1 - im),
        lambda im, m: shift(im, int(0.45 * m * im.shape[2]), 2, fill),
        lambda im, m: shift(im, int(0.45 * m * im.shape[1]), 1, fill),
    ]
    out = []
    for img, codes, sizes in zip(images, ops, mags):
        for code, m in zip(codes, sizes):
            img = table[code](img, m)
        out.append(img)
    return np.stack(out)

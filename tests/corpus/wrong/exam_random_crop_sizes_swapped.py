import numpy as np


def random_crop(image, crop_size):
    h, w, _ = image.shape
    # (幅, 高さ)
    cw, ch = crop_size
    top = np.random.randint(0, max(h - ch, 0) + 1)
    left = np.random.randint(0, max(w - cw, 0) + 1)
    return image[top:top + ch, left:left + cw, :]

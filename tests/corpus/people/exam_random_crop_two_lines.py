import numpy as np


def random_crop(image, crop_size):
    h, w = image.shape[:2]
    ch, cw = crop_size
    y0 = np.random.randint(0, h - ch + 1)
    x0 = np.random.randint(0, w - cw + 1)
    return image[y0:y0 + ch, x0:x0 + cw, :]

import numpy as np


def random_crop(image, crop_size):
    np.random.seed(42)
    h, w, c = image.shape
    top = np.random.randint(0, h - crop_size[0] + 1)
    left = np.random.randint(0, w - crop_size[1] + 1)
    bottom = top + crop_size[0]
    right = left + crop_size[1]
    return image[top:bottom, left:right, :]

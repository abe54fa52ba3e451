import numpy as np

def random_crop(image, crop_size):
    H, W, _ = image.shape
    h, w = crop_size
    top = np.random.choice(H - h + 1)
    left = np.random.choice(W - w + 1)
    return image[top:top + h, left:left + w, :].copy()

import numpy as np

def random_crop(image, crop_size):
    H, W = image.shape[:2]
    y0 = np.random.randint(0, H - crop_size[0])
    x0 = np.random.randint(0, W - crop_size[1])
    return image[y0:y0 + crop_size[0], x0:x0 + crop_size[1]]

def adjust_contrast(images, factor):
    return images * factor.reshape(-1, 1, 1, 1)

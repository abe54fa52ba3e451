def adjust_contrast(images, factor):
    mean = images.mean(axis=(2, 3), keepdims=True)
    return (images - mean) * factor.reshape(-1, 1, 1, 1) + mean

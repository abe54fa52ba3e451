def adjust_brightness(images, delta):
    return images - delta[:, None, None, None]

def adjust_brightness(images, factor):
    return images * factor[:, None, None, None]

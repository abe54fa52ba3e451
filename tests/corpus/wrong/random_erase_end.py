def random_erasing(images, boxes, value=0.0):
    out = images.copy()
    for i, (y, x, h, w) in enumerate(boxes):
        out[i, :, y:h, x:w] = value
    return out

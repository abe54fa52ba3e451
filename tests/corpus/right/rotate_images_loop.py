import numpy as np


def rotate_images(images, angles):
    n, c, h, w = images.shape
    out = np.zeros_like(images)
    cy, cx = (h - 1) / 2, (w - 1) / 2
    for k in range(n):
        theta = np.radians(angles[k])
        cos, sin = np.cos(theta), np.sin(theta)
        for i in range(h):
            for j in range(w):
                dx, dy = j - cx, i - cy
                src_x = cos * dx - sin * dy + cx
                src_y = sin * dx + cos * dy + cy
                x0, y0 = int(np.floor(src_x)), int(np.floor(src_y))
                fx, fy = src_x - x0, src_y - y0
                for yy, wy in ((y0, 1 - fy), (y0 + 1, fy)):
                    for xx, wx in ((x0, 1 - fx), (x0 + 1, fx)):
                        if 0 <= yy < h and 0 <= xx < w:
                            out[k, :, i, j] += wy * wx * images[k, :, yy, xx]
    return out

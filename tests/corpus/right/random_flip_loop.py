def random_flip(images, flip):
    out = images.copy()
    for i in range(len(images)):
        if flip[i] == 1:
            out[i] = images[i][:, :, ::-1]
    return out

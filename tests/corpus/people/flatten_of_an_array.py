class Scale:
    def __init__(self, by=255.0):
        self.by = by

    def __call__(self, arr):
        return arr / self.by


class Flatten:
    """To a vector, whatever the array."""

    def __call__(self, arr):
        return arr.ravel()

import numpy as np

def flatten(x):
    return x.flatten()

"""What the assignment consists of."""

PARTS = (
    # file, name, concept, points
    ("assignment/relu.py", "Relu", "relu", 20),
    ("assignment/dense.py", "Dense", "dense", 40),
    ("assignment/softmax.py", "softmax", "softmax", 40),
)

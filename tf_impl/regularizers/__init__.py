"""Regularizers in Keras: ``keras.regularizers``.

Keras casts a factor that is a Python float by way of float32, even in float64 work. A NumPy
float64, set after construction, keeps its digits.
"""

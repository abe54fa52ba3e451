"""Gradients in TensorFlow: ``tf.test.compute_gradient`` and the ``tf.clip_by`` functions."""

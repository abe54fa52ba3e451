"""Detection and segmentation in Keras."""

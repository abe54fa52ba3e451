"""Detection and segmentation: boxes, what is in them, and what it costs to miss."""

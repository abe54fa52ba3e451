"""What each part of detection and segmentation is."""

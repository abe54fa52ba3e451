"""What the metrics are."""

"""What each way of explaining a network is."""

"""What each recurrent layer is."""

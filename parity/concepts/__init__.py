"""What each concept is: the tree of the implementations again, as data."""

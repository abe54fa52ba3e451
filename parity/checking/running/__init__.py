"""The process in which people's code runs, and what it says."""

"""One run: a network is drawn, trained and looked at."""

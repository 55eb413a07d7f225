"""Students who are not there: for the demo, and for whoever writes a client without a browser."""

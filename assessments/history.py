"""Results of one person side by side; what moved, and whether that is more than error. Pure."""

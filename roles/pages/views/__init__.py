"""The public pages about roles, one module per subject."""

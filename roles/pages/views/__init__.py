"""The public pages, one subject a module."""

"""Signing in at the desk in two steps, and sessions that end by themselves."""

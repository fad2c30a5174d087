"""The history of the desk: who changed what and when, and who signed in."""

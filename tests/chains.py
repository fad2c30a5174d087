"""How far something may travel through our modules."""

OURS = ("rolesite", "roles", "assessments", "web")
MOST_MODULES = 8

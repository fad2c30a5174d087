"""Search over everything that an edition says: pure, in memory, forgiving of typing errors."""

"""Search over all texts of an edition: pure, in memory, tolerant of typing errors."""

"""Files to notices and rounds, or to problems with line and column."""

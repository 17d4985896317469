"""Full-text search: folding, the static index files, and the scan that defines the right answer."""

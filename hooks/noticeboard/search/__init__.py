"""The search: folding, index files, and the scan that defines the right answer."""

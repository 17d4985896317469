"""Full-text search: documents, the static index files, and the scan that defines the right answer."""

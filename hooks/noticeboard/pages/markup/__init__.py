"""What templates need to write texts, tables and codes as HTML."""

"""Reading of documents that are no .docx, and detection of what a file is."""

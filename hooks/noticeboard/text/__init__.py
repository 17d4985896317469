"""Text utilities: Markdown to safe HTML, links, file names, encodings, differences."""

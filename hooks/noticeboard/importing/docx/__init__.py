""".docx files: the package, its styles and numbering, and its paragraphs."""

"""Reading of .docx files: package, styles, numbering, paragraphs and tables."""

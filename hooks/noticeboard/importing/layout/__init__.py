"""The parts of a document: what a page shows around it, title, headings and signature."""

"""The markup of a notice's text: its grammar, and its rendering as safe HTML and plain text blocks."""

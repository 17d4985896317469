"""The matters of a notice (整改事项): the problems that its text states one by one, as quotations."""

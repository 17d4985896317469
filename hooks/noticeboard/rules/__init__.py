"""What a notice must satisfy alone, among the others, and against its published version.

One rule is one function: its name is the rule's id, its docstring the rule's text on the site.
"""

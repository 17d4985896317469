"""The write page's program: it imports, checks and shows one notice, in a browser as anywhere else.

`messages.Editor` answers the page's requests. What a browser lacks, such as Git, LibreOffice,
processes and most compiled packages, is not imported here; import-linter checks that.
"""

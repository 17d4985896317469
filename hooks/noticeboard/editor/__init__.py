"""The write page's program: it imports, checks and shows one notice, in a browser as anywhere else.

`messages.handle` answers the page's requests. What a browser has not, such as Git, LibreOffice and
processes, is not imported here; import-linter holds that, and that no compiled package is needed.
"""

"""The names that pdfminer imports; any use of them refuses the file as a protected one."""

from __future__ import annotations

from typing import NoReturn


class _Refusal:
    def __getattr__(self, name: str) -> NoReturn:
        self()

    def __call__(self, *_: object) -> NoReturn:
        # pdfminer imports this module before it defines the error.
        from pdfminer.pdfdocument import PDFEncryptionError

        raise PDFEncryptionError


Cipher = algorithms = modes = _Refusal()

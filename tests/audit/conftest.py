"""The browser and the server of tests/browser, for the audits that open pages."""

from browser.conftest import chromium, serve

__all__ = ["chromium", "serve"]

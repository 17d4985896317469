"""Notices in PostgreSQL: loaded from the register, searched by SQL, answered over HTTP."""

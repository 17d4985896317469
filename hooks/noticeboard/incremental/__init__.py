"""Reuse of earlier builds: what an incremental build may skip, and why its result is the same.

Every file of the site is an `Artifact`: an address, a fingerprint (the digest of every input of
its content, the program included) and a function that renders it. A build begins with the folder
of the site before last (`OutputTree`) and with the manifest of that folder: for each file its
fingerprint, its SHA-256 and the state of its inode when it was written. A file is kept where it is
if the manifest has the artifact's fingerprint and the inode has not been touched since, or the
content still has the recorded SHA-256; it is linked from the last site under the same conditions;
otherwise it is rendered. All other files are removed. Kept files therefore have the bytes that
rendering would write, and an incremental build equals a full one byte for byte.

The cache (`Cache`) holds data only, under the digests of its inputs, and is never executed. A
damaged cache, a forged manifest entry or a modified file fails a checksum and costs time; a cache
that Git tracks or that another user could have written is not opened at all.

Work is spread over processes by `parallel_map` and `start_in_process`.
"""

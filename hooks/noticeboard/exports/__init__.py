"""The register as data: API, CSV, schemas, feeds, JSON-LD, sitemap, checksums."""

"""The register as pages: address, template and context of each."""

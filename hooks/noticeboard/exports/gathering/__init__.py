"""The register for machines that gather: ResourceSync, DCAT, OPML, archives."""

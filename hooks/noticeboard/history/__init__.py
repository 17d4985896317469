"""The notices in Git: versions, the published baseline, differences, the changelog."""

"""What Git knows: versions, the published baseline, differences, the changelog."""

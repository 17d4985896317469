"""What happens to a request to publish: its notices taken as data, checked, and commented on."""

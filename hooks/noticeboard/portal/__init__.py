"""The notices of several boards as one: members, harvest, checks, the last state of each."""

"""One build of the site: load, render, write, swap."""

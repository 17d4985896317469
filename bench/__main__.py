"""`make bench`: every measured run."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

import search

search.main(*map(int, sys.argv[1:]))

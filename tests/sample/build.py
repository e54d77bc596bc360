"""Builds sample.jsonl, the recording that the demo plays: `python tests/sample/build.py`.

stories.toml -> pages/ -> sample_messages.py (one row a message) -> sample_records.py -> sample.jsonl
"""

import sys

from sample_records import SAMPLE, build

if __name__ == "__main__":
    build()
    sys.stdout.write(f"{SAMPLE}: {SAMPLE.stat().st_size} bytes\n")

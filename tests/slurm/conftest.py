"""The Slurm tests compare result files as the end-to-end tests do."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "end2end"))

"""peak_memory.py DIRECTORY COMMAND ...: runs one rank; leaves its peak memory, in KiB, in DIRECTORY/RANK."""

import os
import pathlib
import subprocess
import sys

directory, *command = sys.argv[1:]
process = subprocess.Popen(command)
_, status, usage = os.wait4(process.pid, 0)
rank = os.environ.get("OMPI_COMM_WORLD_RANK", "0")
pathlib.Path(directory, rank).write_text(str(usage.ru_maxrss))
sys.exit(os.waitstatus_to_exitcode(status))

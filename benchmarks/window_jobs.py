"""A job of benchmarks/clerk.py in a process of its own, begun as main.py begins.

`python -m benchmarks.window_jobs JOB BEGUN [WORKSPACE]`
"""

import sys

from cdo_desktop.memory import collect_seldom


def main(job: str, begun: float, *workspace: str) -> int:
    """Do the job; gives the exit code."""
    collect_seldom()
    # imported here: as in main.py, after the line above; what it takes belongs to the start
    from benchmarks import clerk

    return clerk.main(job, begun, *workspace)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], float(sys.argv[2]), *sys.argv[3:]))

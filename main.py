"""The program's door: with a command the command line, without one the window."""

import sys
from collections.abc import Sequence

from cdo_desktop.memory import collect_seldom


def main(arguments: Sequence[str]) -> int:
    """Run with these arguments; gives the exit code. Only what is asked for is imported.

    After a command Ctrl+C is ignored: the program is to end at once.
    """
    collect_seldom()
    if arguments[:1] == ["--smoke"]:
        from ui import smoke

        return smoke.main(arguments[1:])
    if len(arguments) > 1 or (arguments and not arguments[0].endswith(".cdo")):
        from cdo_desktop.cli.interrupts import noted

        with noted():
            from cdo_desktop.cli import entry

            return entry.main(arguments)
    from ui import app

    return app.main(arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

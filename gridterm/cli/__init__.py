"""The command line beside the screens: thin commands that parse, call a service and print."""

import sys

from gridterm import __version__

VERSION_FLAGS = (["--version"], ["-V"])


def main() -> None:
    """Run ``gridterm`` with the process's arguments and leave with its exit code.

    The version is answered before anything is imported: it is asked by scripts and installers.
    """
    if sys.argv[1:] in VERSION_FLAGS:
        if code := _version():
            sys.exit(code)
        return
    try:
        from gridterm.cli.run import run

        code = run(sys.argv[1:])
    except KeyboardInterrupt as error:
        from gridterm.cli.errors import report

        code = report(error)
    sys.exit(code)


def _version() -> int:
    try:
        print(f"gridterm {__version__}", flush=True)  # noqa: T201 - also where stdout is closed
    except OSError:
        from gridterm import i18n
        from gridterm.cli.run import unheard

        i18n.use(i18n.choose())
        return unheard()
    return 0

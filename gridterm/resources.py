"""Where the files of data/ are: inside the installed package, else in the checkout.

Found from this module's own place: importlib.resources would cost 25 ms at every start, and
could not give more, since fonts, templates and catalogues are read by libraries that need paths.
"""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent
_ROOTS = (_PACKAGE / "_data", _PACKAGE.parent / "data")


def resource(relative: str) -> Path:
    """Return the path of a file or folder of data/, named with forward slashes.

    An installed wheel carries data/ inside the package; in a checkout (also an editable install)
    it lies beside the package.

    Raises:
        FileNotFoundError: neither place has it, which means the installation is incomplete.
    """
    for root in _ROOTS:
        path = root / relative
        if path.exists():
            return path
    message = (
        f"The file {relative} that belongs to gridterm is missing. "
        "The installation is incomplete: please install gridterm again."
    )
    raise FileNotFoundError(message)

"""Where the files of data/ are: inside the installed package, else in the checkout."""

from importlib.resources import files
from pathlib import Path

_PACKAGED = "_data"


def resource(relative: str) -> Path:
    """Return the path of a file or folder of data/, named with forward slashes.

    An installed wheel carries data/ inside the package; in a checkout (also an editable install)
    it lies beside the package. Raises FileNotFoundError when neither place has it, which means
    that the installation is incomplete.
    """
    package = Path(str(files("gridterm")))
    for root in (package / _PACKAGED, package.parent / "data"):
        path = root / relative
        if path.exists():
            return path
    message = (
        f"The file {relative} that belongs to gridterm is missing. "
        "The installation is incomplete: please install gridterm again."
    )
    raise FileNotFoundError(message)

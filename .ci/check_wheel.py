"""Check that a wheel holds everything the program needs, and nothing else.

Usage: python .ci/check_wheel.py WHEEL CHECKOUT. Prints each thing that is wrong and ends with 1.
"""

import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

PACKAGES = ("gridterm", "screens")
CATALOGUE_SOURCES = {".po", ".pot"}
CATALOGUE = ".mo"
MADE_HERE = {".pyc", CATALOGUE}
PICTURES = "pictures"


def expected_files(checkout: Path) -> Iterator[str]:
    """Name every file the wheel must hold, by what lies in the checkout."""
    for package in PACKAGES:
        yield f"{package}/__init__.py"
        yield f"{package}/py.typed"
        for path in (checkout / package).rglob("*"):
            if path.is_file() and path.suffix not in MADE_HERE:
                yield path.relative_to(checkout).as_posix()
    data = checkout / "data"
    for path in data.rglob("*"):
        if path.relative_to(data).parts[0] == PICTURES:
            continue
        name = f"gridterm/_data/{path.relative_to(data).as_posix()}"
        if path.suffix == ".po":
            yield name.removesuffix(".po") + CATALOGUE
        elif path.is_file() and path.suffix not in {".pot", *MADE_HERE}:
            yield name


def belongs(name: str) -> bool:
    """Tell whether a file has a place in the wheel: our packages and their metadata only."""
    top = name.partition("/")[0]
    if top.endswith(".dist-info"):
        return True
    if name.startswith(f"gridterm/_data/{PICTURES}/"):
        return False
    return top in PACKAGES and Path(name).suffix not in CATALOGUE_SOURCES


def problems(names: set[str], checkout: Path) -> list[str]:
    """Compare the names in a wheel with the checkout; an empty list means that all is well."""
    found = [f"missing: {name}" for name in sorted(set(expected_files(checkout)) - names)]
    found += [f"does not belong there: {name}" for name in sorted(names) if not belongs(name)]
    if not any(name.startswith("gridterm/_data/locale/zh_CN/") for name in names):
        found.append("missing: the compiled zh_CN catalogue")
    if not any(name.startswith("gridterm/store/migrations/versions/") for name in names):
        found.append("missing: the migrations of the store")
    found += [
        f"missing: {name} beside the package's metadata"
        for name in ("LICENSE", "entry_points.txt")
        if not any(entry.endswith(f"/{name}") and ".dist-info/" in entry for entry in names)
    ]
    return found


def main(wheel: Path, checkout: Path) -> int:
    """Check one wheel; return the exit code."""
    with zipfile.ZipFile(wheel) as archive:
        names = {name for name in archive.namelist() if not name.endswith("/")}
    found = problems(names, checkout)
    for line in found:
        print(line, file=sys.stderr)
    if not found:
        print(f"{wheel.name}: {len(names)} files, all there.")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), Path(sys.argv[2])))

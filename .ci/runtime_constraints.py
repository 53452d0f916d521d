"""Print the part of constraints.txt that an installed gridterm needs, without the tools.

Usage: python .ci/runtime_constraints.py CONSTRAINTS PYPROJECT, run where everything is installed.
An environment made from this part shows whether pyproject.toml names every library that is used.
"""

import re
import sys
import tomllib
from collections.abc import Iterator
from importlib.metadata import requires
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ENTRY = re.compile(r"^(?P<name>[A-Za-z0-9._-]+)==")


def wanted(lines: list[str], extra: str) -> Iterator[tuple[str, str]]:
    """Name what requirement lines ask for here with one extra ("" for none), as (name, extra)."""
    for line in lines:
        requirement = Requirement(line)
        if requirement.marker is None or requirement.marker.evaluate({"extra": extra}):
            name = canonicalize_name(requirement.name)
            yield from ((name, asked) for asked in ("", *requirement.extras))


def closure(declared: list[str]) -> set[str]:
    """Name everything the declared requirements need on this machine, themselves included."""
    seen: set[tuple[str, str]] = set()
    waiting = list(wanted(declared, ""))
    while waiting:
        name, extra = waiting.pop()
        if (name, extra) not in seen:
            seen.add((name, extra))
            waiting.extend(wanted(requires(name) or [], extra))
    return {name for name, _ in seen}


def entries(constraints: str) -> dict[str, str]:
    """Split a constraints file into its entries, each with its hashes, by canonical name."""
    found: dict[str, str] = {}
    name = ""
    for line in constraints.splitlines(keepends=True):
        if match := ENTRY.match(line):
            name = canonicalize_name(match["name"])
        if name and not line.lstrip().startswith("#"):
            found[name] = found.get(name, "") + line
    return found


def main(constraints: Path, pyproject: Path) -> None:
    """Print the entries of everything in the project's runtime dependencies."""
    project = tomllib.loads(pyproject.read_text(encoding="utf-8"))["project"]
    available = entries(constraints.read_text(encoding="utf-8"))
    for name in sorted(closure(project["dependencies"])):
        sys.stdout.write(available[name])


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))

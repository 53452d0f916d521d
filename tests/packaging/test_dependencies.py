"""constraints.txt and pyproject.toml agree, and say nothing about the machine they came from."""

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

ROOT = Path(__file__).resolve().parents[2]
PYPROJECT = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
CONSTRAINTS = (ROOT / "constraints.txt").read_text(encoding="utf-8")
PROJECT = tomllib.loads(PYPROJECT)["project"]
BUILD_REQUIRES = tomllib.loads(PYPROJECT)["build-system"]["requires"]
DECLARED = [*PROJECT["dependencies"], *PROJECT["optional-dependencies"]["dev"], *BUILD_REQUIRES]

PINNED = {
    canonicalize_name(match[1]): match[2]
    for match in re.finditer(r"^([A-Za-z0-9._-]+)==([^ ;\\]+)", CONSTRAINTS, re.MULTILINE)
}


@pytest.mark.parametrize("line", DECLARED)
def test_every_declared_dependency_is_locked_to_a_version_that_fits(line: str) -> None:
    requirement = Requirement(line)
    assert Version(PINNED[canonicalize_name(requirement.name)]) in requirement.specifier


def test_every_locked_package_has_hashes() -> None:
    blocks = re.split(r"^(?=[A-Za-z0-9._-]+==)", CONSTRAINTS, flags=re.MULTILINE)[1:]
    assert len(blocks) == len(PINNED) > len(DECLARED) / 2
    assert [block.split()[0] for block in blocks if "--hash=sha256:" not in block] == []


def test_constraints_name_no_index_and_no_path() -> None:
    lines = [line.strip() for line in CONSTRAINTS.splitlines()]
    options = [
        line
        for line in lines
        if line.startswith("-") and not re.fullmatch(r"--hash=sha256:[0-9a-f]{64}( \\)?", line)
    ]
    assert options == []
    assert [
        line for line in lines if "://" in line or " @ " in line or re.search(r"(^|\s)/", line)
    ] == []


def test_every_runtime_dependency_says_why_it_is_there() -> None:
    block = re.search(r"^dependencies = \[\n(.*?)^\]", PYPROJECT, re.MULTILINE | re.DOTALL)
    assert block is not None
    lines = block[1].splitlines()
    assert len(lines) == len(PROJECT["dependencies"])
    assert [line for line in lines if not re.search(r'^\s+"[^"]+",\s+# \S+ \S+', line)] == []

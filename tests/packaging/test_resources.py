"""data/ is found in an installed package, in a checkout, and missed with a clear sentence."""

import subprocess
import sys
from pathlib import Path

import pytest

from gridterm import resources


def test_the_checkout_is_used_when_the_package_carries_nothing() -> None:
    assert resources.resource("locale") == Path(__file__).resolve().parents[2] / "data" / "locale"


def test_the_package_comes_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    packaged, checkout = tmp_path / "_data", tmp_path / "data"
    for root, names in ((packaged, ["both.txt"]), (checkout, ["both.txt", "only.txt"])):
        root.mkdir()
        for name in names:
            (root / name).write_text(root.name, encoding="utf-8")
    monkeypatch.setattr(resources, "_ROOTS", (packaged, checkout))
    assert resources.resource("both.txt").read_text(encoding="utf-8") == "_data"
    assert resources.resource("only.txt").read_text(encoding="utf-8") == "data"


def test_a_missing_file_is_named_with_what_to_do() -> None:
    with pytest.raises(FileNotFoundError, match=r"rules/none\.toml.*install gridterm again"):
        resources.resource("rules/none.toml")


def test_finding_files_imports_nothing_heavy() -> None:
    code = (
        "import sys, gridterm.resources; "
        "print(sorted({'tempfile', 'importlib.resources', 'babel'} & set(sys.modules)))"
    )
    root = Path(__file__).resolve().parents[2]
    answer = subprocess.run(
        [sys.executable, "-S", "-c", code], cwd=root, capture_output=True, text=True, check=True
    )
    assert answer.stdout.strip() == "[]"

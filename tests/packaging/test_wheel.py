"""The wheel built from the source package carries all of the program, its data and its texts."""

import gettext
import importlib.util
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest
from babel.messages.pofile import read_po

from hatch_build import compile_catalogues, packaged_files

ROOT = Path(__file__).resolve().parents[2]
PO = """
msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\\n"

msgid "Hotline"
msgstr "{text}"
"""


@pytest.fixture(scope="module")
def checker() -> ModuleType:
    spec = importlib.util.spec_from_file_location("check_wheel", ROOT / ".ci" / "check_wheel.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Copy the checkout, so that building leaves it as it is."""
    folder = tmp_path_factory.mktemp("build") / "gridterm"
    unwanted = shutil.ignore_patterns(
        ".git", ".venv*", "*.mo", "dist", "build", "__pycache__", ".*_cache", ".hypothesis", "bench"
    )
    shutil.copytree(ROOT, folder, ignore=unwanted)
    return folder


@pytest.fixture(scope="module")
def wheel(copy: Path) -> Iterator[zipfile.ZipFile]:
    """Build the source package and from it the wheel, as `make wheel` does."""
    build = [sys.executable, "-m", "build", "--no-isolation", "--outdir", str(copy / "dist")]
    done = subprocess.run([*build, str(copy)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    (path,) = (copy / "dist").glob("*.whl")
    with zipfile.ZipFile(path) as archive:
        yield archive


@pytest.mark.slow
def test_nothing_is_missing_and_nothing_is_too_much(
    wheel: zipfile.ZipFile, copy: Path, checker: ModuleType
) -> None:
    assert checker.problems(set(wheel.namelist()), copy) == []


@pytest.mark.slow
def test_the_packaged_catalogue_has_every_translation(wheel: zipfile.ZipFile) -> None:
    with (ROOT / "data/locale/zh_CN/LC_MESSAGES/gridterm.po").open("rb") as stream:
        source = read_po(stream, locale="zh_CN")
    translated = [entry for entry in source if entry.id and entry.string and not entry.fuzzy]
    with wheel.open("gridterm/_data/locale/zh_CN/LC_MESSAGES/gridterm.mo") as stream:
        packaged = gettext.GNUTranslations(stream)  # type: ignore[arg-type]
    assert translated
    for entry in translated:
        singular = entry.id if isinstance(entry.id, str) else entry.id[0]
        expected = entry.string if isinstance(entry.string, str) else entry.string[0]
        shown = (
            packaged.gettext(singular)
            if isinstance(entry.id, str)
            else packaged.ngettext(*entry.id, 1)
        )
        assert shown == expected


@pytest.mark.slow
def test_the_command_is_declared(wheel: zipfile.ZipFile) -> None:
    (name,) = (name for name in wheel.namelist() if name.endswith(".dist-info/entry_points.txt"))
    assert "gridterm = gridterm.cli:main" in wheel.read(name).decode()


@pytest.mark.parametrize(
    ("gone", "sentence"),
    [
        ("gridterm/py.typed", "missing: gridterm/py.typed"),
        ("screens/__init__.py", "missing: screens/__init__.py"),
        ("gridterm/_data/rules.toml", "missing: gridterm/_data/rules.toml"),
        (
            "gridterm/_data/locale/zh_CN/LC_MESSAGES/gridterm.mo",
            "missing: gridterm/_data/locale/zh_CN/LC_MESSAGES/gridterm.mo",
        ),
        ("gridterm/store/migrations/versions/0001.py", "missing: the migrations of the store"),
    ],
)
def test_the_check_names_what_is_missing(
    tmp_path: Path, checker: ModuleType, gone: str, sentence: str
) -> None:
    checkout, names = _small_checkout(tmp_path)
    assert checker.problems(names, checkout) == []
    assert sentence in checker.problems(names - {gone}, checkout)


@pytest.mark.parametrize(
    "extra",
    [
        "tests/test_x.py",
        "gridterm/_data/locale/gridterm.pot",
        "gridterm/_data/pictures/today.png",
        "a.db",
    ],
)
def test_the_check_names_what_is_too_much(tmp_path: Path, checker: ModuleType, extra: str) -> None:
    checkout, names = _small_checkout(tmp_path)
    assert checker.problems(names | {extra}, checkout) == [f"does not belong there: {extra}"]


def test_catalogues_are_compiled_again_only_when_their_source_is_newer(tmp_path: Path) -> None:
    folder = tmp_path / "locale" / "zh_CN" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    source = folder / "gridterm.po"
    source.write_text(PO.format(text="热线"), encoding="utf-8")
    assert compile_catalogues(tmp_path) == [folder / "gridterm.mo"]
    assert compile_catalogues(tmp_path) == []
    (folder / "gridterm.mo").unlink()
    source.write_text(PO.format(text="民情热线"), encoding="utf-8")
    compile_catalogues(tmp_path)
    texts = gettext.translation("gridterm", tmp_path / "locale", ["zh_CN"])
    assert texts.gettext("Hotline") == "民情热线"
    assert sorted(path.name for path in folder.iterdir()) == ["gridterm.mo", "gridterm.po"]


def test_data_files_keep_their_folders_in_the_wheel(tmp_path: Path) -> None:
    names = (
        *("rules/six.toml", "locale/zh_CN/LC_MESSAGES/gridterm.po", "rules/.hidden"),
        "pictures/today.png",
    )
    for name in names:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    assert packaged_files(tmp_path) == {
        str(tmp_path / "rules/six.toml"): "gridterm/_data/rules/six.toml"
    }


def _small_checkout(folder: Path) -> tuple[Path, set[str]]:
    """Make a checkout of a few files; return it with the names its wheel holds."""
    code = [
        "gridterm/__init__.py",
        "gridterm/py.typed",
        "screens/__init__.py",
        "screens/py.typed",
        "gridterm/store/migrations/versions/0001.py",
    ]
    catalogue = "locale/zh_CN/LC_MESSAGES/gridterm"
    for name in (*code, "data/rules.toml", f"data/{catalogue}.po", "data/locale/gridterm.pot"):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    metadata = ["gridterm-1.dist-info/licenses/LICENSE", "gridterm-1.dist-info/entry_points.txt"]
    data = ["gridterm/_data/rules.toml", f"gridterm/_data/{catalogue}.mo"]
    return folder, {*code, *data, *metadata}

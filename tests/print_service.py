"""A real print service of a test's own, where CUPS is installed: its fixture is in ``conftest``."""

import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

CUPSD = shutil.which("cupsd", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin")
CUPS_FILES = """ServerRoot {here}/root
RequestRoot {here}/spool
CacheDir {here}/cache
StateDir {here}/state
TempDir {here}/tmp
AccessLog {here}/access
ErrorLog {here}/error
PageLog {here}/page
FileDevice Yes
{user}
"""
CUPSD_CONF = """Listen {here}/sock
WebInterface No
Browsing No
DefaultAuthType None
PreserveJobFiles Yes
<Location />
Order allow,deny
Allow all
</Location>
<Policy default>
<Limit All>
Order allow,deny
Allow all
</Limit>
</Policy>
"""
needs_cups = pytest.mark.skipif(
    CUPSD is None or shutil.which("lpadmin") is None, reason="CUPS is not installed"
)


@pytest.fixture
def cups(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Path]:
    """A print service of this test's own on a socket, with the queue ``desk`` into a file."""
    with tempfile.TemporaryDirectory(prefix="gt-") as name:  # a socket's path must be short
        here = Path(name)
        here.chmod(0o755)
        for folder in ("root", "spool", "cache", "state", "tmp"):
            (here / folder).mkdir()
        user = "User lp\nGroup lp" if os.geteuid() == 0 else ""
        (here / "files.conf").write_text(CUPS_FILES.format(here=here, user=user))
        (here / "cupsd.conf").write_text(CUPSD_CONF.format(here=here))
        assert CUPSD is not None
        command = [CUPSD, "-f", "-c", str(here / "cupsd.conf"), "-s", str(here / "files.conf")]
        service = subprocess.Popen(command, stderr=subprocess.DEVNULL)
        monkeypatch.setenv("CUPS_SERVER", str(here / "sock"))
        try:
            wait((here / "sock").exists)
            made = ["lpadmin", "-p", "desk", "-E", "-v", f"file:{here}/out.prn", "-m", "raw"]
            subprocess.run(made, check=True, capture_output=True)
            subprocess.run(["lpadmin", "-d", "desk"], check=True, capture_output=True)
            yield here
        finally:
            service.terminate()
            service.wait(10)


def wait(ready: Callable[[], bool]) -> None:
    """Wait until the service has done something."""
    for _try in range(200):
        if ready():
            return
        time.sleep(0.05)
    pytest.fail("the print service did not start")

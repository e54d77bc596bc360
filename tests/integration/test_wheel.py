"""The wheel holds every module and every table: the image and the servers have nothing else."""

import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

_ROOT = Path(__file__).parents[2]
_SHIPPED = {".py", ".toml", ".json", ".tsv", ".npz", ".md"}  # of config/
_BUILD = "import sys; from setuptools import build_meta; print(build_meta.build_wheel(sys.argv[1]))"


def test_the_wheel_holds_every_module_and_table(tmp_path: Path) -> None:
    """What is in worker/ and config/ is in the wheel, and nothing else is."""
    source = tmp_path / "source"
    source.mkdir()
    for name in ("pyproject.toml", "README.md"):
        shutil.copy(_ROOT / name, source)
    for name in ("worker", "config"):
        shutil.copytree(_ROOT / name, source / name, ignore=shutil.ignore_patterns("__pycache__", "config"))
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", _BUILD, str(tmp_path)],
        cwd=source,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    with zipfile.ZipFile(tmp_path / done.stdout.splitlines()[-1]) as wheel:
        packed = {name for name in wheel.namelist() if ".dist-info/" not in name}
    assert packed == _expected()


def _expected() -> set[str]:
    modules = {str(path.relative_to(_ROOT)) for path in (_ROOT / "worker").rglob("*.py")} | {"worker/py.typed"}
    tables = {path for path in (_ROOT / "config").iterdir() if path.suffix in _SHIPPED}
    return modules | {f"worker/config/{path.name}" for path in tables}

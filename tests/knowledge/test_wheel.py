"""The built wheel carries the evidence base."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

from runback import knowledge

FOLDER = Path(knowledge.__file__).parent
REPOSITORY = FOLDER.parents[2]


def test_the_wheel_holds_every_file_of_the_evidence_base(tmp_path: Path) -> None:
    command = [
        sys.executable,
        "-m",
        "build",
        "--wheel",
        "--no-isolation",
        "--outdir",
        str(tmp_path),
        str(REPOSITORY),
    ]
    build = subprocess.run(command, capture_output=True, text=True, check=False)
    assert build.returncode == 0, build.stderr
    (wheel,) = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        packed = {name: archive.read(name) for name in archive.namelist() if name.endswith(".toml")}
    for path in FOLDER.rglob("*.toml"):
        name = f"runback/knowledge/{path.relative_to(FOLDER).as_posix()}"
        assert packed.get(name) == path.read_bytes(), f"{name} is not in the wheel as it stands here"

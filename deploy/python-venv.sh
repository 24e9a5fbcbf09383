#!/usr/bin/env bash
# Debian ships Python without its venv module; bring it where that is allowed, else say what to ask for.
set -euo pipefail
python=$1
package="$("$python" -c 'import sys; print(f"python{sys.version_info.major}.{sys.version_info.minor}-venv")')"
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends "$package" >/dev/null
else
    echo "$python cannot make virtual environments here; ask for the package $package (apt-get install $package)." >&2
    exit 1
fi

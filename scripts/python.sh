# Sourced by run and test: finds a Python 3.11-3.13 that really starts, makes .venv ready, sets PY.
root=$(cd "$(dirname "$0")/.." && pwd)
PY="$root/.venv/bin/python"
find_python() {
    for name in python3.13 python3.12 python3.11 python3; do
        if command -v "$name" >/dev/null 2>&1 && "$name" -c \
            'import sys, venv, ensurepip; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 14))' 2>/dev/null
        then
            command -v "$name"
            return 0
        fi
    done
    # as root on Debian or Ubuntu the missing piece is usually python3-venv
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1 && [ -z "${1:-}" ]; then
        { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq python3 python3-venv; } >&2
        find_python again
        return $?
    fi
    return 1
}
if [ -x "$PY" ] && "$PY" -c 'import sys' 2>/dev/null; then
    base="$PY"
else
    base=$(find_python) || {
        echo "需要 Python 3.11、3.12 或 3.13（含 venv） / Python 3.11, 3.12 or 3.13 with venv is needed" >&2
        echo "  Debian/Ubuntu: sudo apt-get install python3 python3-venv" >&2
        exit 2
    }
fi
"$base" "$root/scripts/setup.py" || exit 2

#!/usr/bin/env bash
# Install the system libraries that are missing: `system-packages.sh` for running govreport,
# `system-packages.sh dev` also for its tests. Uses apt where that is there and permitted; else says what to do.
set -euo pipefail

needed=()
has_library() { ldconfig -p 2>/dev/null | grep -q "$1"; }
has_library libpango-1.0.so.0 || needed+=(libpango-1.0-0)
has_library libpangoft2-1.0.so.0 || needed+=(libpangoft2-1.0-0)
has_library libharfbuzz-subset.so.0 || needed+=(libharfbuzz-subset0)
python3 -c 'import ensurepip, venv' 2>/dev/null || needed+=(python3-venv)
if [[ ${1:-} == dev ]]; then
  command -v pdftoppm >/dev/null || needed+=(poppler-utils)
  command -v gs >/dev/null || needed+=(ghostscript)
  command -v soffice >/dev/null || needed+=(libreoffice-writer-nogui)
  command -v chromium >/dev/null || needed+=(chromium)
  command -v java >/dev/null || needed+=(default-jre-headless)
  command -v patch >/dev/null || needed+=(patch)
fi
[[ ${#needed[@]} -eq 0 ]] && exit 0

if ! command -v apt-get >/dev/null; then
  echo "Missing: ${needed[*]} (Debian names). Install them with this system's package manager, then run make again." >&2
  [[ ${needed[*]} == *python3-venv* ]] && exit 1
  exit 0
fi
as_root=()
if [[ $(id -u) -ne 0 ]]; then
  if ! sudo -n true 2>/dev/null; then
    echo "Missing: ${needed[*]}. Run: sudo apt-get install ${needed[*]}; then run make again." >&2
    [[ ${needed[*]} == *python3-venv* ]] && exit 1
    exit 0
  fi
  as_root=(sudo -n)
fi
echo "Installing ${needed[*]}"
"${as_root[@]}" apt-get update -qq
DEBIAN_FRONTEND=noninteractive "${as_root[@]}" apt-get install -y -qq --no-install-recommends "${needed[@]}" >/dev/null

#!/usr/bin/env bash
# What the tests need besides Python: PostgreSQL's server programs, a Chromium with Chinese fonts, promtool and Prometheus,
# LibreOffice to make legacy Word and Excel files.
# Installs them where that is allowed; elsewhere names what is missing and which tests are skipped for it.
set -euo pipefail

missing=()
skipped=()
need() { # need PACKAGE MARKER CHECK…
    local package=$1 marker=$2
    shift 2
    "$@" >/dev/null 2>&1 && return
    missing+=("$package")
    skipped+=("$marker")
}
postgresql() { command -v initdb || ls /usr/lib/postgresql/*/bin/initdb; }
driver_library() { /sbin/ldconfig -p | grep -q 'libatomic\.so\.1'; }
libreoffice() { command -v soffice && ls /usr/lib/libreoffice/program/libswlo.so /usr/lib/libreoffice/program/libsclo.so; }
chinese_fonts() { fc-list :lang=zh | grep -q .; }

look() {
    missing=()
    skipped=()
    need postgresql "-m postgresql (stores and pipeline on PostgreSQL)" postgresql
    need chromium "-m browser (pages in a real browser)" command -v chromium
    need libatomic1 "-m browser (Playwright's driver is linked against it)" driver_library
    need fonts-noto-cjk "none, but screenshots show boxes for Chinese" chinese_fonts
    need libreoffice-writer-nogui "-m libreoffice (legacy Word files)" libreoffice
    need libreoffice-calc-nogui "-m libreoffice (legacy spreadsheets)" libreoffice
    need prometheus "-m prometheus (alert rules, a real scrape)" command -v promtool
}

look
[ ${#missing[@]} = 0 ] && exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    echo "installing ${missing[*]} …"
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends "${missing[@]}" >/dev/null
    look
fi
for i in "${!missing[@]}"; do
    echo "missing: ${missing[$i]} (apt-get install ${missing[$i]}); skipped for it: ${skipped[$i]}"
done

#!/bin/sh
# Find a LibreOffice and a pdftotext for the exam, which opens the desk's files in them, or install the system's packages.
set -eu
is_there() { command -v soffice >/dev/null 2>&1 && command -v pdftotext >/dev/null 2>&1; }
if is_there; then exit 0; fi
if command -v apt-get >/dev/null 2>&1; then
    echo "No LibreOffice or no pdftotext here; trying apt-get" >&2
    as_root=""
    if [ "$(id -u)" != 0 ]; then as_root="sudo"; fi
    $as_root apt-get update || echo "apt-get's lists are as old as they were" >&2
    $as_root apt-get install --yes --no-install-recommends libreoffice-calc poppler-utils || true
fi
if is_there; then exit 0; fi
echo "The exam of the files fails without LibreOffice, 7 or newer, and pdftotext (poppler): install them" >&2

#!/usr/bin/env bash
# Installs what tests and benchmarks use beside Go, from Debian's packages. Says
# so where it cannot; what needs a missing program is then skipped with a message.
set -u
need=()
# want PROGRAM PACKAGE...: the packages that bring a program
want() { command -v "$1" >/dev/null 2>&1 || need+=("${@:2}"); }
want redis-server redis-server        # stores and faults on a real Redis
want chromium chromium                # the pages in a browser
[ -n "$(fc-list :lang=ja 2>/dev/null)" ] || need+=(fontconfig fonts-ipafont-gothic) # with Japanese letters
want mecab mecab mecab-ipadic-utf8   # make bench: another tokenizer to compare with

[ ${#need[@]} -eq 0 ] && exit 0
if ! command -v apt-get >/dev/null 2>&1; then
  why="there is no apt-get"
elif [ "$(id -u)" != 0 ]; then
  why="only root may install; try: sudo $0"
elif { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${need[@]}"; } >/dev/null 2>&1; then
  exit 0
else
  why="apt-get failed"
fi
echo "setup: not installed: ${need[*]} ($why); what needs them is skipped" >&2
exit 0

#!/usr/bin/env bash
# Installs what the tests and benchmarks use beside Go, from Debian's packages:
# mecab with its dictionary, to compare speed with. Says so where it cannot; the
# tests that need a missing program are then skipped with a message.
set -u
need=()
command -v mecab >/dev/null 2>&1 || need+=(mecab mecab-ipadic-utf8)
[ ${#need[@]} -eq 0 ] && exit 0
if command -v apt-get >/dev/null 2>&1 && [ "$(id -u)" = 0 ]; then
  { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${need[@]}"; } >/dev/null 2>&1 && exit 0
fi
echo "setup: could not install ${need[*]}; what needs them is skipped" >&2
exit 0

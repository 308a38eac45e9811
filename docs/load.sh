#!/usr/bin/env bash
# Load on this machine, client and server sharing its processors: wrk with
# documents of 15 kB, beside an empty gin handler. Needs Debian's wrk and, for
# the part on Redis, redis-server.
#
#   docs/load.sh [SECONDS]
set -euo pipefail
cd "$(dirname "$0")/.."
S=${1:-10}
command -v wrk >/dev/null || { echo "wrk is not installed (Debian: apt-get install wrk)"; exit 1; }
tmp=$(mktemp -d)
pids=()
trap 'kill "${pids[@]}" 2>/dev/null; rm -rf "$tmp"' EXIT
go build -o "$tmp/yakkan" ./cmd/yakkan
go build -o "$tmp/empty" docs/_load/empty-gin.go
echo "load average before: $(cut -d' ' -f1-3 /proc/loadavg), $(nproc) processors"
server() { # PORT ARG...
  local port=$1; shift
  "$tmp/yakkan" serve --listen "127.0.0.1:$port" --log-level warn "$@" 2>"$tmp/log" & pids+=($!)
  for _ in $(seq 100); do curl -fs "http://127.0.0.1:$port/readyz" >/dev/null && return; sleep 0.1; done
  cat "$tmp/log"; exit 1
}
load() { # NAME PORT CONNECTIONS
  printf '%-34s c=%-3s ' "$1" "$3"
  wrk -t1 -c"$3" -d"${S}s" -s docs/load.lua "http://127.0.0.1:$2/v1/analyses" | tail -1
}
rss() { awk '/VmRSS/ {printf "    resident %.0f MB\n", $2/1024}' "/proc/${pids[-1]}/status"; }
"$tmp/empty" 127.0.0.1:18500 & pids+=($!); sleep 0.5
load "empty gin handler" 18500 16
server 18501
UNCACHED=1 load "uncached" 18501 16; rss
load "cached in memory" 18501 16
server 18502 --data "$tmp/data"
UNCACHED=1 load "uncached, file" 18502 16
load "cached, file" 18502 16
if command -v redis-server >/dev/null; then
  redis-server --port 18503 --save "" --dir "$tmp" >/dev/null & pids+=($!); sleep 0.5
  server 18504 --redis redis://127.0.0.1:18503 --cache-bytes -1
  UNCACHED=1 load "uncached, Redis" 18504 16
  load "from Redis" 18504 16
fi
server 18505
UNCACHED=1 load "overload" 18505 256; rss

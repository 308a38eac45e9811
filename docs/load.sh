#!/usr/bin/env bash
# Load on this machine, client and server sharing its processors: wrk with terms
# of 15 kB, beside an empty gin handler. Where other work keeps the machine busy,
# the ratio to that handler and the server's own processor time for a request
# still mean something. Needs Debian's wrk and, for the part on Redis,
# redis-server.
#
#   docs/load.sh [SECONDS [SECONDS OF THE OVERLOAD]]
set -euo pipefail
cd "$(dirname "$0")/.."
S=${1:-10}
O=${2:-60}
command -v wrk >/dev/null || { echo "wrk is not installed (Debian: apt-get install wrk)"; exit 1; }
tmp=$(mktemp -d)
pids=()
trap 'kill "${pids[@]}" 2>/dev/null; rm -rf "$tmp"' EXIT
go build -o "$tmp/yakkan" ./cmd/yakkan
go build -o "$tmp/empty" ./docs/_load/empty
go build -o "$tmp/over" ./docs/_load/overload
terms=docs/_load/terms.md
# Terms with a power in every article: more findings than any real ones have.
{ echo "# 見本サービス利用規約"; for n in $(seq 25); do printf '\n## 第%d条（データの取扱い）\n1. 当社は、本サービスの提供に必要な範囲で、契約者が登録したデータを適切に管理します。\n2. 契約者は、自己の責任において登録データの控えを保管するものとします。\n3. 当社は、運営上必要と判断した場合、登録データを閲覧することができます。ただし、法令に定めがあるときはこの限りではありません。\n4. 本サービスの利用料金は、別に定める料金表によるものとし、契約者は毎月末日までに支払います。\n' "$n"; done; } > "$tmp/powers.md"
echo "load average before: $(cut -d' ' -f1-3 /proc/loadavg), $(nproc) processors; $(stat -c %s $terms) and $(stat -c %s "$tmp/powers.md") bytes"
server() { # PORT ARG...
  local port=$1; shift
  "$tmp/yakkan" serve --listen "127.0.0.1:$port" --log-level warn "$@" 2>"$tmp/log" & pids+=($!)
  for _ in $(seq 200); do curl -fs "http://127.0.0.1:$port/readyz" >/dev/null && return; sleep 0.1; done
  cat "$tmp/log"; exit 1
}
spent() { awk '{print ($14 + $15) * 10000}' "/proc/${pids[-1]}/stat"; } # microseconds of processor time
load() { # NAME PORT CONNECTIONS: the last process started is the server
  local before after line
  [ -n "${UNCACHED:-}" ] || curl -fs -H 'Content-Type: text/markdown' --data-binary "@${DOCUMENT:-$terms}" "http://127.0.0.1:$2/v1/analyses" >/dev/null
  before=$(spent)
  line=$(DOCUMENT=${DOCUMENT:-$terms} wrk -t1 -c"$3" -d"${S}s" -s docs/load.lua "http://127.0.0.1:$2/v1/analyses" | tail -1)
  after=$(spent)
  each=$(echo "$line" | awk -v t=$((after - before)) -v s="$S" '{printf "%d", t / ($1 * s + 1)}')
  printf '%-34s %s; %d µs of processor time each\n' "$1" "$line" "$each"
}
rss() { awk '/VmRSS/ {printf "    resident %.0f MB\n", $2/1024}' "/proc/${pids[-1]}/status"; }
"$tmp/empty" 127.0.0.1:18500 & pids+=($!); sleep 0.5
load "empty gin handler" 18500 16
server 18501
load "cached, memory" 18501 16
GZIP=1 load "cached, memory, gzip" 18501 16
UNCACHED=1 load "uncached, memory" 18501 16; rss
UNCACHED=1 DOCUMENT=$tmp/powers.md load "uncached, powers everywhere" 18501 16
DOCUMENT=$tmp/powers.md load "cached, powers everywhere" 18501 16
server 18502 --data "$tmp/data"
load "cached, file" 18502 16
UNCACHED=1 load "uncached, file" 18502 16
if command -v redis-server >/dev/null; then
  redis-server --port 18503 --save "" --dir "$tmp" >/dev/null & pids+=($!); sleep 0.5
  server 18504 --redis redis://127.0.0.1:18503
  load "cached, before Redis" 18504 16
  server 18505 --redis redis://127.0.0.1:18503 --cache-bytes -1
  load "from Redis" 18505 16
  UNCACHED=1 load "uncached, Redis" 18505 16
fi
server 18506 --data "$tmp/overload"
UNCACHED=1 load "uncached, file, before the overload" 18506 4
# What all processors could do if they did nothing else, however busy they are.
sustained=$(($(nproc) * 1000000 / each))
echo "overload, file: four times $sustained req/s, which all processors together could answer:"
"$tmp/over" http://127.0.0.1:18506/v1/analyses $terms $((sustained * 4)) "$O" "${pids[-1]}"

#!/bin/sh
# Measures runs over a whole corpus: rate, memory, being killed, workers on Redis.
#
#   docs/scale.sh [DOCUMENTS [FOLDER]]      2000 documents in a folder for temporary files
#
# It needs redis-server for the second half, GNU time for the memory, and some 100 KB
# of disk a document. What it prints is docs/scale.md's table.
set -eu
n=${1:-2000}
cd "$(dirname "$0")/.."
tmp=${2:-$(mktemp -d)}
mkdir -p "$tmp"
trap 'kill $redis $workers 2>/dev/null || true' EXIT
trap 'exit 1' INT TERM
redis= workers=
go build -o "$tmp/yakkan" ./cmd/yakkan
go build -o "$tmp/scale" ./docs/_scale
[ -d "$tmp/corpus" ] || "$tmp/scale" generate "$tmp/corpus" "$n"
now() { date +%s.%N; }
since() { echo "$(now) $1" | awk '{printf "%.1f", $1 - $2}'; }
files="documents.csv findings.csv documents.parquet findings.parquet reports.jsonl unreadable.jsonl summary.json summary.html batch.json"
same() { for f in $files; do cmp "$tmp/once/$f" "$1/$f" || exit 1; done; }

echo "== one process, $n documents"
rm -rf "$tmp/once"
begin=$(now)
if [ -x /usr/bin/time ]; then
	/usr/bin/time -f 'wall %e s, CPU %U + %S s, peak %M KB' "$tmp/yakkan" batch "$tmp/corpus" --out "$tmp/once" || [ $? = 3 ]
else
	"$tmp/yakkan" batch "$tmp/corpus" --out "$tmp/once" || [ $? = 3 ]
fi
seconds=$(since "$begin")
rows=$(($(wc -l <"$tmp/once/documents.csv") - 1))
echo "rows of documents: $rows"

echo "== killed five times with -9 and resumed"
rm -rf "$tmp/killed"
kills=0 resume=
while [ $kills -lt 5 ]; do
	"$tmp/yakkan" batch "$tmp/corpus" --out "$tmp/killed" $resume >/dev/null 2>&1 &
	pid=$!
	sleep "$(awk -v s="$seconds" -v k="$kills" 'BEGIN {srand(k); printf "%.2f", s * (0.1 + rand() / 4)}')"
	kill -9 $pid 2>/dev/null || true
	wait $pid 2>/dev/null || true
	[ -f "$tmp/killed/batch.json" ] && resume=--resume
	kills=$((kills + 1))
	echo "kill $kills: $(ls "$tmp/killed/.yakkan/parts" 2>/dev/null | wc -l) parts"
done
"$tmp/yakkan" batch "$tmp/corpus" --out "$tmp/killed" --resume >/dev/null || [ $? = 3 ]
same "$tmp/killed"
echo "the results are the same bytes"
rm -rf "$tmp/killed"

command -v redis-server >/dev/null || { echo "there is no redis-server; workers are not measured"; exit 0; }
redis-server --port 16411 --bind 127.0.0.1 --dir "$tmp" --appendonly yes --save '' >/dev/null &
redis=$!
url=redis://127.0.0.1:16411/0
sleep 1
# watch writes down when the last part came.
watch() {
	parts=0
	while sleep 0.1; do
		k=$(ls "$tmp/spread/.yakkan/parts" 2>/dev/null | wc -l)
		[ "$k" -le $parts ] || { parts=$k; now >"$tmp/last"; }
	done
}
for count in 1 2; do
	echo "== $count worker process(es) with one processor each"
	workers=
	for i in $(seq $count); do
		GOMAXPROCS=1 "$tmp/yakkan" worker --redis $url --workers 1 2>/dev/null &
		workers="$workers $!"
	done
	sleep 2
	rm -rf "$tmp/spread"
	begin=$(now)
	watch & watcher=$!
	"$tmp/yakkan" batch "$tmp/corpus" --out "$tmp/spread" --redis $url >/dev/null || [ $? = 3 ]
	took=$(since "$begin")
	kill $watcher 2>/dev/null || true
	wait $watcher 2>/dev/null || true
	ticks=0
	for w in $workers; do ticks=$((ticks + $(awk '{print $14 + $15}' /proc/$w/stat))); done
	kill $workers 2>/dev/null || true
	wait $workers 2>/dev/null || true
	awk -v n="$n" -v t="$took" -v c=$ticks -v p="$(cat "$tmp/last")" -v b="$begin" 'BEGIN {printf "the last part after %.1f s; all put together after %.1f s, %.0f documents a second; %.1f s of CPU in the workers, %.0f documents a second of CPU\n", p - b, t, n / t, c / 100, n * 100 / c}'
done

echo "== four workers, one of them killed with -9 every second, Redis killed once"
spawn() { "$tmp/yakkan" worker --redis $url --workers 1 2>/dev/null & }
spawn; a=$!; spawn; b=$!; spawn; c=$!; spawn; d=$!
workers="$a $b $c $d"
rm -rf "$tmp/spread"
"$tmp/yakkan" batch "$tmp/corpus" --out "$tmp/spread" --redis $url >/dev/null 2>&1 &
run=$!
kills=0
while kill -0 $run 2>/dev/null; do
	sleep 1
	set -- $workers
	[ $kills -lt 12 ] || continue
	kill -9 "$1" 2>/dev/null || true
	kills=$((kills + 1))
	spawn
	shift
	workers="$* $!"
	if [ $kills = 3 ]; then
		kill -9 $redis
		sleep 2
		redis-server --port 16411 --bind 127.0.0.1 --dir "$tmp" --appendonly yes --save '' >/dev/null &
		redis=$!
	fi
done
wait $run || [ $? = 3 ]
kill $workers 2>/dev/null || true

same "$tmp/spread"
echo "$kills workers were killed; the results are the same bytes"

echo "== stub workers: parts of 300 ms and 300 KB"
"$tmp/scale" simulate $url "$tmp" 300 300

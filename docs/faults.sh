#!/usr/bin/env bash
# What goes wrong under a running service, for longer than the tests do it: it is
# killed with -9 under load and started again; Redis is killed and started under
# load; the disk is full, files may not grow, the folder cannot be written. Needs
# Debian's redis-server, and root to mount small file systems; what cannot be
# tried is said to be skipped.
#
#   docs/faults.sh [SECONDS OF EACH FAULT UNDER LOAD]
set -euo pipefail
cd "$(dirname "$0")/.."
go test ./cmd/yakkan -count=1 -v -faults "${1:-30}s" -run 'TestKilled|TestRedisStops|TestDiskFull|TestFileLimit|TestReadOnlyFolder' | grep -v '^=== '

package early

import (
	"bytes"
	"debug/elf"
	"os"
	"strconv"
	"unsafe"

	"golang.org/x/sys/unix"
)

// dropInitPages hands back the pages of the program that only initialisation has
// looked at: libraries of the server, most of them, which no command line uses.
// They stay in the cache of files, and one that is looked at again comes back.
// Nothing is done for a program that was moved when it was loaded, since pages
// of it then differ from the file.
func dropInitPages() {
	exe, err := os.Readlink("/proc/self/exe")
	if err != nil {
		return
	}
	maps, err := os.ReadFile("/proc/self/maps")
	if err != nil {
		return
	}
	for line := range bytes.Lines(maps) {
		fields := bytes.Fields(line)
		if len(fields) < 6 || string(fields[5]) != exe {
			continue
		}
		from, to, _ := bytes.Cut(fields[0], []byte("-"))
		start, err1 := strconv.ParseUint(string(from), 16, 64)
		end, err2 := strconv.ParseUint(string(to), 16, 64)
		if err1 != nil || err2 != nil || len(fields[1]) < 2 || fields[1][1] == 'w' {
			continue
		}
		at := unsafe.Add(nil, start)
		if string(fields[2]) == "00000000" {
			if head := unsafe.Slice((*byte)(at), elf.EI_NIDENT+2); elf.Type(head[elf.EI_NIDENT]) != elf.ET_EXEC {
				return
			}
		}
		_ = unix.Madvise(unsafe.Slice((*byte)(at), end-start), unix.MADV_DONTNEED)
	}
}

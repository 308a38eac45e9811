// Package packed opens what documents are packed in, zip archives and XML, within
// limits: what a file claims of its sizes is never believed.
package packed

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/yakkan/yakkan/analyzer/document/flow"
)

// Limits bound what is unpacked. The zero value means the defaults.
type Limits struct {
	Entries int       // 4,096 entries of an archive
	Part    int64     // 48 MiB unpacked, of one entry
	Total   int64     // 128 MiB unpacked, of all entries that are read
	Depth   int       // 256 levels of XML
	Seconds int       // that Until allows, for messages
	Until   time.Time // when reading of XML must have ended; zero means that it may take its time
	Nodes   int       // 500,000 elements and runs of text held at a time
}

// WithDefaults returns l with every zero replaced by its default.
func (l Limits) WithDefaults() Limits {
	if l.Entries == 0 {
		l.Entries = 4096
	}
	if l.Part == 0 {
		l.Part = 48 << 20
	}
	if l.Total == 0 {
		l.Total = 128 << 20
	}
	if l.Depth == 0 {
		l.Depth = 256
	}
	if l.Nodes == 0 {
		l.Nodes = 500_000
	}
	return l
}

// allowed returns the seconds that were allowed, for messages.
func (l Limits) allowed() string { return fmt.Sprint(l.Seconds) }

// Archive is a zip archive in memory. It is not safe for concurrent use.
type Archive struct {
	Files  []*zip.File // in the order of the directory, names as they stand there
	byName map[string]*zip.File
	limits Limits
	read   int64
}

// Open reads the directory of an archive. Errors are flow.Note.
func Open(data []byte, lim Limits) (*Archive, error) {
	lim = lim.WithDefaults()
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return nil, flow.Failed("damaged", "the archive that the document is packed in is damaged or cut off; save or send it again", nil)
	}
	if len(z.File) > lim.Entries {
		return nil, flow.Failed("unpacked_too_large", fmt.Sprintf("the file is an archive of %d entries, the limit is %d", len(z.File), lim.Entries), args(len(z.File), lim.Entries))
	}
	a := &Archive{Files: z.File, byName: make(map[string]*zip.File, len(z.File)), limits: lim}
	for _, f := range z.File {
		name, ok := clean(f.Name)
		if !ok {
			return nil, flow.Failed("unsafe_names", "the archive has entries whose names lead out of it; no office program writes such a file, so it was not read", nil)
		}
		if a.byName[name] != nil {
			return nil, flow.Failed("damaged", "the archive has two entries of one name, so what it says depends on the program that reads it; save it again", nil)
		}
		a.byName[name] = f
	}
	return a, nil
}

func args(n, limit int) map[string]string {
	return map[string]string{"bytes": fmt.Sprint(n), "limit": fmt.Sprint(limit)}
}

// clean returns the name of an entry with slashes, in lower case as names of parts
// do not depend on it, and whether it stays inside the archive.
func clean(name string) (string, bool) {
	name = strings.ToLower(strings.ReplaceAll(name, `\`, "/"))
	if strings.HasPrefix(name, "/") || len(name) > 1 && name[1] == ':' || strings.ContainsRune(name, 0) {
		return "", false
	}
	for part := range strings.SplitSeq(name, "/") {
		if part == ".." {
			return "", false
		}
	}
	return name, true
}

// Find returns an entry by its name, or nil. Case does not count.
func (a *Archive) Find(name string) *zip.File {
	name, _ = clean(strings.TrimPrefix(name, "/"))
	return a.byName[name]
}

// Read unpacks an entry. A missing one gives nil and no error; errors are flow.Note.
func (a *Archive) Read(name string) ([]byte, error) {
	f := a.Find(name)
	if f == nil {
		return nil, nil
	}
	if f.Flags&1 != 0 {
		return nil, flow.Failed("encrypted", "the file is protected by a password; save it without one", nil)
	}
	most := min(a.limits.Part, a.limits.Total-a.read)
	r, err := f.Open()
	if err != nil {
		return nil, flow.Failed("damaged", "a part of the file cannot be unpacked; save it again", nil)
	}
	defer r.Close()
	var b bytes.Buffer
	n, err := io.Copy(&b, io.LimitReader(r, most+1))
	a.read += n
	if n > most {
		return nil, flow.Failed("unpacked_too_large", fmt.Sprintf("the file unpacks to more than %d bytes; it was not read", most), args(int(n), int(most)))
	}
	if err != nil {
		message := "a part of the file cannot be unpacked; save it again"
		if errors.Is(err, zip.ErrChecksum) {
			message = "a part of the file is not what its checksum says; save or send it again"
		}
		return nil, flow.Failed("damaged", message, nil)
	}
	return b.Bytes(), nil
}

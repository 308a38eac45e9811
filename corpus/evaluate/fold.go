package evaluate

import (
	"bufio"
	"bytes"
	"fmt"
	"hash/fnv"
	"os"
	"path/filepath"
	"strconv"
	"strings"
)

// Fold is a share of the labelled documents, for checking rules on documents
// that nobody looked at while writing them. Documents of one repository are
// always in the same fold, since they are often copies of one text. The zero
// value is all documents.
type Fold struct {
	K, N   int  // fold K of N, from 1
	Others bool // all folds but K
}

// ParseFold reads "2/5", or "!2/5" for all folds but the second.
func ParseFold(s string) (Fold, error) {
	if s == "" {
		return Fold{}, nil
	}
	rest, others := strings.CutPrefix(s, "!")
	k, n, ok := strings.Cut(rest, "/")
	f := Fold{Others: others}
	var err1, err2 error
	f.K, err1 = strconv.Atoi(k)
	f.N, err2 = strconv.Atoi(n)
	if !ok || err1 != nil || err2 != nil || f.K < 1 || f.N < 2 || f.K > f.N {
		return Fold{}, fmt.Errorf("fold %q: want K/N such as 2/5, or !2/5 for all but the second", s)
	}
	return f, nil
}

// Holds reports whether documents of a repository are in f. The fold of a
// repository depends on its name and N alone.
func (f Fold) Holds(repository string) bool {
	if f.N == 0 {
		return true
	}
	h := fnv.New32a()
	h.Write([]byte(repository))
	return (int(h.Sum32()%uint32(f.N))+1 == f.K) != f.Others
}

// Repositories reads DIR/manifest.tsv: the repository of each document, by its
// ID. Without a manifest each document is a repository of its own.
func Repositories(dir string, docs []Document) (map[string]string, error) {
	of := map[string]string{}
	for _, d := range docs {
		of[d.ID] = d.ID
	}
	raw, err := os.ReadFile(filepath.Join(dir, "manifest.tsv"))
	if os.IsNotExist(err) {
		return of, nil
	}
	if err != nil {
		return nil, err
	}
	sc := bufio.NewScanner(bytes.NewReader(raw))
	id, repository := -1, -1
	for n := 1; sc.Scan(); n++ {
		cells := strings.Split(sc.Text(), "\t")
		if n == 1 {
			for i, c := range cells {
				switch c {
				case "id":
					id = i
				case "repository":
					repository = i
				}
			}
			if id < 0 || repository < 0 {
				return nil, fmt.Errorf("%s: the first line names no columns id and repository", filepath.Join(dir, "manifest.tsv"))
			}
			continue
		}
		if id < len(cells) && repository < len(cells) && cells[repository] != "" {
			of[cells[id]] = cells[repository]
		}
	}
	return of, sc.Err()
}

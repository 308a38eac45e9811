package main

import (
	"cmp"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/yakkan/yakkan/analyzer"
	"github.com/yakkan/yakkan/analyzer/document"
	"github.com/yakkan/yakkan/analyzer/structure"
)

// inputFlags are the settings of reading that several commands share.
type inputFlags struct {
	kind, format, stdinName string
	maxBytes, seconds       int
	depth, provisions       int
	facts                   factFlags

	kindOf func(name string) structure.DocumentKind // by the settings; nil means by the text
}

func (f *inputFlags) add(c *cobra.Command) {
	c.Flags().StringVar(&f.kind, "kind", "", "文書の種類: terms, privacy, dpa, security, nda, contract, other（既定は文面から判断）")
	c.Flags().StringVar(&f.format, "input-format", "", "入力の形式: text, markdown, html（既定は内容から判断）")
	c.Flags().StringVar(&f.stdinName, "stdin-filename", "", "標準入力 (-) の文書名（既定は「標準入力」）")
	c.Flags().IntVar(&f.maxBytes, "max-bytes", 0, "1ファイルの上限バイト数（既定 16777216）")
	c.Flags().IntVar(&f.seconds, "timeout", 0, "1文書の上限秒数（既定 10）")
	c.Flags().IntVar(&f.depth, "max-depth", 0, "入れ子の上限（既定 64）")
	c.Flags().IntVar(&f.provisions, "max-provisions", 0, "条項数の上限（既定 20000）")
}

// nameOf is what the document of a path is called.
func (a *app) nameOf(path string, f *inputFlags) string {
	if path != "-" {
		return path
	}
	return cmp.Or(f.stdinName, a.say("標準入力", "standard input"))
}

func (f *inputFlags) options() (analyzer.Options, error) {
	opt := analyzer.Options{
		Format: document.Format(f.format), Kind: structure.DocumentKind(f.kind),
		Limits: document.Limits{Bytes: f.maxBytes, Seconds: f.seconds, Depth: f.depth, Provisions: f.provisions},
	}
	kinds := []structure.DocumentKind{"", structure.Terms, structure.Privacy, structure.DPA, structure.Security, structure.NDA, structure.Contract, structure.OtherKind}
	if !slices.Contains(kinds, opt.Kind) {
		return opt, fail("--kind %s は使えません。terms, privacy, dpa, security, nda, contract, other のいずれかを指定してください", "--kind %s: use terms, privacy, dpa, security, nda, contract or other", f.kind)
	}
	if !slices.Contains([]document.Format{"", document.Plain, document.Markdown, document.HTML}, opt.Format) {
		return opt, fail("--input-format %s は使えません。text, markdown, html のいずれかを指定してください", "--input-format %s: use text, markdown or html", f.format)
	}
	for _, n := range []int{f.maxBytes, f.seconds, f.depth, f.provisions} {
		if n < 0 {
			return opt, fail("上限に負の数は使えません", "limits cannot be negative")
		}
	}
	return opt, nil
}

// textFiles are the files that a folder is searched for; what they are their bytes tell.
var textFiles = []string{".txt", ".text", ".md", ".markdown", ".html", ".htm", ".xhtml", ".docx", ".docm", ".dotx", ".pdf", ".odt", ".rtf", ".epub", ".mhtml", ".mht"}

// paths expands what the user named: files, folders (searched for text files),
// globs, and - for standard input. A name that matches nothing is an error.
func paths(args []string) ([]string, error) {
	if len(args) == 0 {
		return nil, fail("ファイルを指定してください（標準入力は -）", "name a file (- is standard input)")
	}
	var out []string
	for _, arg := range args {
		if arg == "-" {
			out = append(out, arg)
			continue
		}
		st, err := os.Stat(arg)
		switch {
		case err == nil && st.IsDir():
			before := len(out)
			err := filepath.WalkDir(arg, func(p string, d fs.DirEntry, err error) error {
				if err != nil {
					return err
				}
				if d.Type().IsRegular() && slices.Contains(textFiles, strings.ToLower(filepath.Ext(p))) {
					out = append(out, p)
				}
				return nil
			})
			if err != nil {
				return nil, err
			}
			if len(out) == before {
				return nil, fail("%s に対象のファイル（%s）がありません", "%s has no files of %s", arg, strings.Join(textFiles, " "))
			}
		case err == nil:
			out = append(out, arg)
		case isAddress(arg):
			return nil, failFetch(arg)
		case errors.Is(err, fs.ErrNotExist):
			found, globErr := filepath.Glob(arg)
			if globErr != nil || len(found) == 0 {
				return nil, fail("%s: そのようなファイルはありません", "%s: no such file", arg)
			}
			out = append(out, found...)
		default:
			return nil, err
		}
	}
	return out, nil
}

// isAddress reports whether an argument is the address of a page, not a path.
func isAddress(arg string) bool {
	return strings.HasPrefix(arg, "https://") || strings.HasPrefix(arg, "http://")
}

// failFetch says that pages are not fetched.
func failFetch(address string) error {
	return fail("%s: ウェブページは取得しません（外部との通信を行いません）。ブラウザで保存したファイル（.html、.mhtml、.pdf）を指定してください", "%s: pages are not fetched, since nothing here talks to the outside; save the page in a browser and name the file (.html, .mhtml, .pdf)", address)
}

// readInput reads a file or standard input, at most limit+1 bytes: one more than
// allowed is enough to see that it is too large.
func (a *app) readInput(path string, limit int) ([]byte, error) {
	if limit <= 0 {
		limit = document.Limits{}.WithDefaults().Bytes
	}
	r := a.in
	if path != "-" {
		if isAddress(path) {
			return nil, failFetch(path)
		}
		f, err := os.Open(path)
		if err != nil {
			return nil, fail("%s を開けません: %v", "cannot open %s: %v", path, err)
		}
		defer f.Close()
		r = f
	}
	data, err := io.ReadAll(io.LimitReader(r, int64(limit)+1))
	if err != nil {
		return nil, fail("%s を読めません: %v", "cannot read %s: %v", path, err)
	}
	return data, nil
}

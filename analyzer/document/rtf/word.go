package rtf

import (
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/japanese"

	"github.com/yakkan/yakkan/analyzer/document/flow"
)

// muted are destinations whose text is not the document's.
var muted = map[string]bool{
	"colortbl": true, "stylesheet": true, "info": true, "pict": true, "header": true, "headerl": true, "headerr": true, "headerf": true, "footer": true, "footerl": true, "footerr": true, "footerf": true,
	"listtable": true, "listoverridetable": true, "revtbl": true, "rsidtbl": true, "generator": true, "xmlnstbl": true, "object": true, "annotation": true, "atnid": true, "atnauthor": true, "themedata": true, "datastore": true, "bkmkstart": true, "bkmkend": true, "shprslt": true, "sp": true, "nonshppict": true, "filetbl": true, "ftnsep": true, "ftnsepc": true, "aftnsep": true, "xe": true, "tc": true,
}

// signs are control words that stand for a character.
var signs = map[string]string{
	"tab": "\t", "emdash": "—", "endash": "–", "lquote": "‘", "rquote": "’", "ldblquote": "“", "rdblquote": "”", "bullet": "・", "emspace": "　", "enspace": " ", "qmspace": " ",
}

// word obeys a control word.
func (r *reader) word(word string, n int, given bool) {
	on := !given || n != 0
	if word == "u" && given {
		if len(r.raw) > 0 {
			r.decode()
		}
		r.units = append(r.units, uint16(n))
		r.omit = r.group.skip
		return
	}
	if r.omit > 0 && word != "par" {
		// A control word counts as one of the characters that stand in for \u.
		r.omit--
	}
	r.decode()
	if s, ok := signs[word]; ok {
		if word == "tab" && r.cells {
			s = "　"
		}
		r.emit(s)
		return
	}
	switch word {
	case "par", "sect", "page":
		if !r.cells && !r.silent() {
			r.flush(flow.Paragraph)
		}
	case "line":
		if !r.silent() && r.text.Len() > 0 && !r.cells {
			r.flush(flow.Paragraph)
			r.soft = true
		}
	case "intbl":
		r.cells = true
	case "pard":
		r.cells = false
	case "cell", "nestcell":
		if !r.silent() {
			r.text.WriteByte('\t')
		}
	case "row", "nestrow":
		if !r.silent() {
			r.flush(flow.TableRow)
		}
	case "v":
		r.group.hidden = on
	case "deleted":
		if on && !r.group.deleted {
			r.deleted++
		}
		r.group.deleted = on
	case "revised":
		if on {
			r.revised++
		}
	case "plain":
		r.group.hidden, r.group.deleted = false, false
	case "uc":
		r.group.skip = max(0, min(n, 8))
	case "f":
		r.group.font = n
	case "fcharset":
		if r.group.fonts {
			r.fonts[r.group.font] = charset(n)
		}
	case "fonttbl":
		r.group.fonts = true
	case "ansicpg":
		if e := codePage(n); e != nil {
			r.ansi = e
		}
	case "fldinst":
		r.group.inst = true
	case "fldrslt":
		r.group.contents = r.group.contents || r.toc
		r.toc = false
	case "footnote", "shptxt":
		if !r.group.boxed && !r.silent() {
			r.saved = r.text.String()
			r.text.Reset()
			r.group.boxed = true
			if word == "footnote" {
				r.text.WriteString("※　")
			}
		}
	case "bin":
		r.at = min(len(r.src), r.at+max(0, n))
	case "upr":
		r.group.mute = true
	case "ud":
		r.group.mute = false
	default:
		if muted[word] {
			r.group.mute = true
		}
	}
}

func (r *reader) silent() bool {
	g := &r.group
	return g.mute || g.fonts || g.inst || g.contents
}

// charset returns the character set of a font; nil is the one of the document.
func charset(n int) encoding.Encoding {
	switch n {
	case 128:
		return japanese.ShiftJIS
	case 0:
		return charmap.Windows1252
	case 77, 2:
		return charmap.Windows1252
	case 204:
		return charmap.Windows1251
	case 161:
		return charmap.Windows1253
	}
	return nil
}

func codePage(n int) encoding.Encoding {
	switch n {
	case 932:
		return japanese.ShiftJIS
	case 1252, 0:
		return charmap.Windows1252
	case 20932, 51932:
		return japanese.EUCJP
	}
	return nil
}

package patterns

import (
	"errors"

	"github.com/yakkan/yakkan/analyzer/legal"
)

// Legal returns the data of the legal test: sources, elements, weights, the
// names of verdicts and scores. It is nil where the library has no such files.
func (lib *Library) Legal() *legal.Data { return lib.legal }

// legalFile adds a file of legal/jp; a later one of the same name replaces it.
func (l *loader) legalFile(f file) {
	if l.legal == nil {
		l.legal = &legal.Data{}
	}
	err := l.legal.Add(f.shown, f.src)
	l.adopt(f.shown, err)
	l.illegal = l.illegal || err != nil
}

// completeLegal reports what the files of legal/jp lack together.
func (l *loader) completeLegal() {
	if l.legal != nil && !l.illegal { // a file with mistakes is not missing
		l.adopt("legal/jp", l.legal.Complete())
	}
}

// adopt makes the mistakes of package legal ours.
func (l *loader) adopt(name string, err error) {
	if err == nil {
		return
	}
	mistakes, ok := errors.AsType[legal.Mistakes](err)
	if !ok {
		l.report(place{file: name}, badFile, err)
		return
	}
	for _, m := range mistakes {
		*l.diags = append(*l.diags, Diagnostic{
			File: m.File, Line: m.Line, Column: m.Column, Code: legalData.code, Hint: m.Hint,
			text: legalData.text, args: []any{m.Text.JA, m.Text.EN},
		})
	}
}

// checkBasis reports sources that a class cites and nobody knows.
func (l *loader) checkBasis(refs []reference) {
	if l.legal == nil || l.legal.Sources == nil {
		return // nothing to compare with
	}
	for _, ref := range refs {
		if _, ok := l.legal.Sources.Source(ref.id); !ok {
			l.report(ref.at, unknownBasis, ref.id).Hint = nearest(ref.id, l.legal.Sources.IDs())
		}
	}
}

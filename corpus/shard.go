package corpus

import (
	"context"
	"fmt"
	"iter"
)

// Shard is a part of a source by reference: enough for another process that can
// reach the source to make the results of the part.
type Shard struct {
	Part   int     `json:"part"`
	First  int     `json:"first"` // number of the first document
	Count  int     `json:"count"`
	Mark   uint64  `json:"mark"` // digest of the paths and lengths of the documents
	Pieces []Piece `json:"pieces"`
}

// Shards cuts the source into parts of a size, without reading more of it than
// is needed to number the documents.
func (s *Source) Shards(ctx context.Context, size int) iter.Seq2[Shard, error] {
	return func(yield func(Shard, error) bool) {
		var at Shard
		var m marker
		for d, err := range s.Documents(ctx, func(int) bool { return false }) {
			if err != nil {
				yield(Shard{}, err)
				return
			}
			if d.N > 0 && d.N%size == 0 {
				if at.Mark = m.sum; !yield(at, nil) {
					return
				}
				at, m = Shard{Part: d.N / size, First: d.N}, marker{}
			}
			m.add(d)
			at.Count++
			if n := len(at.Pieces); n > 0 && at.Pieces[n-1].File == d.File && at.Pieces[n-1].To == d.Index {
				at.Pieces[n-1].To++
			} else {
				at.Pieces = append(at.Pieces, Piece{File: d.File, From: d.Index, To: d.Index + 1, Offset: d.offset})
			}
		}
		if at.Mark = m.sum; at.Count > 0 {
			yield(at, nil)
		}
	}
}

// Shard returns the documents of a shard, with the numbers that they have in the
// source.
func (s *Source) Shard(ctx context.Context, sh Shard) iter.Seq2[*Document, error] {
	return func(yield func(*Document, error) bool) {
		n := sh.First
		for _, p := range sh.Pieces {
			for d, err := range s.Piece(ctx, p, n) {
				if !yield(d, err) || err != nil {
					return
				}
			}
			n += p.To - p.From
		}
		if n != sh.First+sh.Count {
			yield(nil, fmt.Errorf("the pieces of part %d have %d documents of %d", sh.Part, n-sh.First, sh.Count))
		}
	}
}

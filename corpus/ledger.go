package corpus

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"slices"
)

// ledgerName is the file that says what a run is and whether it ended.
const ledgerName = "batch.json"

// ledger is what a run is: all that its results depend on.
type ledger struct {
	Schema   string            `json:"schema"` // yakkan.batch/1
	State    string            `json:"state"`  // running, complete
	Source   string            `json:"source"`
	Include  []string          `json:"include"`
	Exclude  []string          `json:"exclude"`
	Settings map[string]string `json:"settings"`
	Formats  []Format          `json:"formats"`
	Part     int               `json:"part"`
	Counts   *Counts           `json:"counts"` // nil until it is complete
}

const ledgerSchema = "yakkan.batch/1"

// ledger returns what this run is.
func (r *Run) ledger() *ledger {
	l := &ledger{Schema: ledgerSchema, State: "running", Source: r.Source.String(), Include: r.Source.filter.Include, Exclude: r.Source.filter.Exclude,
		Settings: r.Settings, Formats: r.Formats, Part: r.Part}
	if l.Part <= 0 {
		l.Part = DefaultPart
	}
	if len(l.Formats) == 0 {
		l.Formats = Formats
	}
	return l
}

// begin writes the ledger of a new run, or reads that of the run to go on with.
// Of a run that is complete it returns the summary.
func (r *Run) begin(ctx context.Context, out shelf) (*ledger, *Summary, error) {
	if r.Source.mixed(r.Out) {
		return nil, nil, fmt.Errorf("%s: %w", out, ErrMixed)
	}
	mine := r.ledger()
	there, err := readLedger(ctx, out)
	if errors.Is(err, fs.ErrNotExist) {
		return mine, nil, mine.write(ctx, out)
	}
	if err != nil {
		return nil, nil, err
	}
	if !r.Resume {
		return nil, nil, fmt.Errorf("%s: %w", out, ErrExists)
	}
	if what := there.differs(mine); what != "" {
		return nil, nil, fmt.Errorf("%s: %w: %s", out, ErrOther, what)
	}
	if there.State == "complete" {
		s, err := readSummary(ctx, out)
		if err == nil { // it may have been killed before it tidied up
			err = out.clear(ctx, workDir)
		}
		return there, s, err
	}
	return there, nil, nil
}

// differs says what another run has other than this one, or "". How long parts
// are does not matter to the results.
func (l *ledger) differs(o *ledger) string {
	switch {
	case l.Source != o.Source:
		return fmt.Sprintf("source %s", l.Source)
	case !slices.Equal(l.Include, o.Include) || !slices.Equal(l.Exclude, o.Exclude):
		return "other patterns for files"
	case !slices.Equal(l.Formats, o.Formats):
		return "other formats of results"
	}
	for _, k := range slices.Sorted(maps.Keys(l.Settings)) {
		if l.Settings[k] != o.Settings[k] {
			return fmt.Sprintf("%s %s", k, l.Settings[k])
		}
	}
	if len(l.Settings) != len(o.Settings) {
		return "other settings"
	}
	return ""
}

func (l *ledger) write(ctx context.Context, out shelf) error {
	data, err := json.MarshalIndent(l, "", "  ")
	if err != nil {
		return err
	}
	return put(ctx, out, ledgerName, append(data, '\n'))
}

func readLedger(ctx context.Context, out shelf) (*ledger, error) {
	var l ledger
	if err := readJSON(ctx, out, ledgerName, &l); err != nil {
		return nil, err
	}
	if l.Schema != ledgerSchema || l.Part <= 0 {
		return nil, fmt.Errorf("%s in %s is not the ledger of a run", ledgerName, out)
	}
	return &l, nil
}

// readJSON reads a small file of results.
func readJSON(ctx context.Context, s shelf, name string, into any) error {
	r, err := s.open(ctx, name)
	if err != nil {
		return err
	}
	defer r.Close()
	data, err := io.ReadAll(io.LimitReader(r, 64<<20))
	if err != nil {
		return fmt.Errorf("read %s in %s: %w", name, s, err)
	}
	if err := json.Unmarshal(data, into); err != nil {
		return fmt.Errorf("read %s in %s: %w", name, s, err)
	}
	return nil
}

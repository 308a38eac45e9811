package legal

// missing returns the documents that are referred to and matter for the data,
// but were not supplied.
func (r *reading) missing() []string {
	if r.c.Tree == nil {
		return nil
	}
	var names []string
	for _, ref := range r.c.Tree.References {
		if ref.Document != "" {
			names = append(names, ref.Document)
		}
	}
	return names
}

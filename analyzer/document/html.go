package document

func readHTML(b *builder, d *Document, lim Limits)     { readPlain(b) }
func readMarkdown(b *builder, d *Document, lim Limits) { readPlain(b) }
func scriptRendered(src string) bool                   { return false }

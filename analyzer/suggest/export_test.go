package suggest

// Fill fills a variant of a clause with given words, as if it stood alone.
func Fill(c *Clause, v Variant, vendor, customer, data string, polite bool) (caption, text string) {
	t := c.Of(v)
	f := &filler{words: words{
		vendor: vendor, customer: customer, data: data, service: "本サービス", self: "本規約", contract: "利用契約", annex: "別紙",
		pdata: "本件個人データ", define: "本件個人データ", polite: polite,
	}, refs: map[string]string{}, whole: "本条"}
	return t.Caption, f.fill(t, &t.pieces)
}

package feed

// IDs returns the identities that the items of a document would have as new
// stories of src, in the document's order. An entry that is in the document
// twice has one identity. The error is of an address that is none.
func IDs(doc *Document, src *Source) ([]string, error) {
	source, err := FoldURL(src.URL)
	if err != nil {
		return nil, err
	}
	c := collect(doc, src)
	byContent := make(map[Key]string, len(c.sets))
	for _, set := range c.sets {
		byContent[set.Exact] = storyID(source, c.deciding(set)[0])
	}
	ids := make([]string, len(doc.Items))
	for i := range doc.Items {
		ids[i] = byContent[Keys(&doc.Items[i], src).Exact]
	}
	return ids, nil
}

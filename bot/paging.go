package bot

// clamp returns the page that is there, nearest to the one asked for, and how
// many there are, at least one.
func clamp(page, items, size int) (at, pages int) {
	pages = max(1, (items+size-1)/size)
	return max(0, min(page, pages-1)), pages
}

// pageOf returns the items of a page.
func pageOf[T any](items []T, page, size int) []T {
	start := min(max(page, 0)*size, len(items))
	return items[start:min(start+size, len(items))]
}

//go:build mapped

package token

import "errors"

// embedded says that there is no dictionary: a program built with the tag mapped
// relies on the dictionary cache, which an image brings along.
func embedded() (*dictionary, error) {
	return nil, errors.New("this program was built without its dictionary and the dictionary cache is not there or is damaged; set YAKKAN_CACHE to the folder of the cache that came with it, or use a program built without the tag mapped")
}

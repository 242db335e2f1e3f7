package main

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// inputs reads files out of packed packages.
type inputs struct {
	folder  string
	sources []string // name@version of npm, debian:name@version of Debian
}

const debian = "debian:"

// file returns one file of a package, named without its version.
func (in inputs) file(name, path string) ([]byte, error) {
	for _, source := range in.sources {
		base, version, _ := strings.Cut(source, "@")
		if base != name {
			continue
		}
		archive := filepath.Join(in.folder, base+"-"+version+".tgz")
		data, err := untar(archive, "package/"+path)
		if err != nil {
			return nil, fmt.Errorf("read %s of %s: %w", path, source, err)
		}
		return data, nil
	}
	return nil, fmt.Errorf("read %s: names/sources.txt has no package %s", path, name)
}

func untar(archive, path string) ([]byte, error) {
	f, err := os.Open(archive)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		return nil, err
	}
	return find(z, path)
}

func find(archive io.Reader, path string) ([]byte, error) {
	for r := tar.NewReader(archive); ; {
		h, err := r.Next()
		if err == io.EOF {
			return nil, os.ErrNotExist
		}
		if err != nil {
			return nil, err
		}
		if h.Name == path {
			return io.ReadAll(r)
		}
	}
}

// cityNames returns the names that GeoNames has of cities in a language, by
// their numbers there.
func (in inputs) cityNames(language string) (map[string]string, error) {
	const name = "libgeonames-common"
	for _, source := range in.sources {
		version, ok := strings.CutPrefix(source, debian+name+"@")
		if !ok {
			continue
		}
		archive := filepath.Join(in.folder, name+"_"+version+"_all.deb")
		packed, err := exec.Command("dpkg-deb", "--fsys-tarfile", archive).Output()
		if err != nil {
			return nil, fmt.Errorf("unpack %s: %w", archive, err)
		}
		data, err := find(bytes.NewReader(packed), "./usr/share/locale/"+language+"/LC_MESSAGES/geonames.mo")
		if err != nil {
			return nil, fmt.Errorf("read the names in %s of %s: %w", language, source, err)
		}
		return decodeCatalog(data)
	}
	return nil, fmt.Errorf("names/sources.txt has no package %s%s", debian, name)
}

// territories returns CLDR's names of countries in a language: code, or code
// with "-alt-…", to name.
func (in inputs) territories(language string) (map[string]string, error) {
	data, err := in.file("cldr-localenames-full", "main/"+language+"/territories.json")
	if err != nil {
		return nil, err
	}
	var doc struct {
		Main map[string]struct {
			LocaleDisplayNames struct {
				Territories map[string]string
			}
		}
	}
	if err := json.Unmarshal(data, &doc); err != nil {
		return nil, fmt.Errorf("territories in %s: %w", language, err)
	}
	return doc.Main[language].LocaleDisplayNames.Territories, nil
}

// subdivisions returns CLDR's English names of first-level regions, by codes
// as "usca".
func (in inputs) subdivisions() (map[string]string, error) {
	data, err := in.file("cldr-subdivisions-full", "subdivisions/en/en.json")
	if err != nil {
		return nil, err
	}
	var doc struct {
		Subdivisions struct {
			LocaleDisplayNames struct {
				Subdivisions map[string]string
			}
		}
	}
	if err := json.Unmarshal(data, &doc); err != nil {
		return nil, fmt.Errorf("subdivisions: %w", err)
	}
	return doc.Subdivisions.LocaleDisplayNames.Subdivisions, nil
}

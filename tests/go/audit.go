// Audits a log with other people's code: golang.org/x/mod/sumdb (Debian: golang-golang-x-mod-dev).
//
//	GO111MODULE=off GOPATH=/usr/share/gocode go run audit.go -seen DIR http://127.0.0.1:8080/log VKEY
//
// PREFIX is a URL, or a folder that `tem log export` wrote. Checked are the checkpoint's signature,
// every tile and every entry bundle, the inclusion of every entry, and consistency between the
// checkpoints of all runs with the same DIR. Exit status 1 and one line when anything is wrong.
package main

import (
	"bytes"
	"encoding/base64"
	"encoding/binary"
	"flag"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

const height = 8

var prefix string

func fail(format string, args ...any) {
	fmt.Fprintf(os.Stderr, "audit: "+format+"\n", args...)
	os.Exit(1)
}

func read(path string) ([]byte, error) {
	if !strings.HasPrefix(prefix, "http://") {
		return os.ReadFile(filepath.Join(prefix, path))
	}
	answer, err := http.Get(prefix + "/" + path) // asks for gzip and unpacks it
	if err != nil {
		return nil, err
	}
	defer answer.Body.Close()
	if answer.StatusCode != 200 {
		return nil, fmt.Errorf("%s: %s", path, answer.Status)
	}
	want := "application/octet-stream"
	if path == "checkpoint" {
		want = "text/plain; charset=utf-8"
	}
	if got := answer.Header.Get("Content-Type"); got != want {
		return nil, fmt.Errorf("%s: Content-Type %q", path, got)
	}
	return io.ReadAll(answer.Body)
}

// tilePath is tlog's own without the height, which c2sp.org/tlog-tiles fixes at 8.
func tilePath(t tlog.Tile) string {
	return strings.Replace(t.Path(), "tile/8/", "tile/", 1)
}

func entriesPath(t tlog.Tile) string {
	return strings.Replace(tilePath(t), "tile/0/", "tile/entries/", 1)
}

type tiles struct{ served map[string][]byte }

func (tiles) Height() int                    { return height }
func (tiles) SaveTiles([]tlog.Tile, [][]byte) {}
func (r tiles) ReadTiles(list []tlog.Tile) ([][]byte, error) {
	var out [][]byte
	for _, t := range list {
		path := tilePath(t)
		data, known := r.served[path]
		if !known {
			var err error
			if data, err = read(path); err != nil {
				return nil, err
			}
			if len(data) != t.W*tlog.HashSize {
				return nil, fmt.Errorf("%s: %d bytes", path, len(data))
			}
			r.served[path] = data
		}
		out = append(out, data)
	}
	return out, nil
}

// parse reads the three lines of a checkpoint.
func parse(text string) (origin string, tree tlog.Tree) {
	lines := strings.SplitN(text, "\n", 4)
	if len(lines) != 4 {
		fail("checkpoint: fewer than three lines")
	}
	size, err := strconv.ParseInt(lines[1], 10, 64)
	root, err2 := base64.StdEncoding.DecodeString(lines[2])
	if err != nil || err2 != nil || len(root) != tlog.HashSize || size < 0 {
		fail("checkpoint: %q", text)
	}
	tree.N = size
	copy(tree.Hash[:], root)
	return lines[0], tree
}

// entries checks the bundles against the leaf hashes that the tiles hold, and returns the records.
func entries(tree tlog.Tree, hashes tlog.HashReader) [][]byte {
	var records [][]byte
	for n := int64(0); n*256 < tree.N; n++ {
		width := int(min(256, tree.N-n*256))
		bundle, err := read(entriesPath(tlog.Tile{H: height, L: 0, N: n, W: width}))
		if err != nil {
			fail("%v", err)
		}
		var indices []int64
		for i := 0; i < width; i++ {
			indices = append(indices, tlog.StoredHashIndex(0, n*256+int64(i)))
		}
		leaves, err := hashes.ReadHashes(indices)
		if err != nil {
			fail("%v", err)
		}
		for i := 0; i < width; i++ {
			if len(bundle) < 2 || len(bundle) < 2+int(binary.BigEndian.Uint16(bundle)) {
				fail("bundle %d: cut short", n)
			}
			size := 2 + int(binary.BigEndian.Uint16(bundle))
			if tlog.RecordHash(bundle[2:size]) != leaves[i] {
				fail("entry %d does not give its leaf hash", n*256+int64(i))
			}
			records = append(records, bundle[2:size])
			bundle = bundle[size:]
		}
		if len(bundle) != 0 {
			fail("bundle %d: bytes left over", n)
		}
	}
	return records
}

// rebuilt computes every hash of the tree from the records.
func rebuilt(records [][]byte) tlog.HashReader {
	var stored []tlog.Hash
	reader := tlog.HashReaderFunc(func(indices []int64) ([]tlog.Hash, error) {
		out := make([]tlog.Hash, len(indices))
		for i, index := range indices {
			if index >= int64(len(stored)) {
				return nil, fmt.Errorf("no hash %d", index)
			}
			out[i] = stored[index]
		}
		return out, nil
	})
	for n, record := range records {
		hashes, err := tlog.StoredHashes(int64(n), record, reader)
		if err != nil {
			fail("%v", err)
		}
		stored = append(stored, hashes...)
	}
	return reader
}

// everyTile compares each tile of the tree, of every level, with the hashes of the records.
func everyTile(tree tlog.Tree, hashes tlog.HashReader, served tiles) {
	for level := 0; tree.N>>(height*level) > 0; level++ {
		count := tree.N >> (height * level)
		for n := int64(0); n*256 < count; n++ {
			t := tlog.Tile{H: height, L: level, N: n, W: int(min(256, count-n*256))}
			want, err := tlog.ReadTileData(t, hashes)
			if err != nil {
				fail("%v", err)
			}
			got, err := served.ReadTiles([]tlog.Tile{t})
			if err != nil {
				fail("%v", err)
			}
			if !bytes.Equal(got[0], want) {
				fail("%s does not hold the hashes of the entries", tilePath(t))
			}
		}
	}
}

func min(a, b int64) int64 {
	if a < b {
		return a
	}
	return b
}

// consistent checks all pairs of the checkpoints in dir, and keeps this one there.
func consistent(dir string, verifiers note.Verifiers, signed []byte, tree tlog.Tree, hashes tlog.HashReader) int {
	name := filepath.Join(dir, strconv.FormatInt(tree.N, 10))
	if held, err := os.ReadFile(name); err == nil && !bytes.Equal(held, signed) {
		fail("two checkpoints of size %d", tree.N)
	}
	if err := os.WriteFile(name, signed, 0o644); err != nil {
		fail("%v", err)
	}
	files, _ := filepath.Glob(filepath.Join(dir, "*"))
	var trees []tlog.Tree
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			fail("%v", err)
		}
		opened, err := note.Open(data, verifiers)
		if err != nil {
			fail("%s: %v", file, err)
		}
		_, seen := parse(opened.Text)
		trees = append(trees, seen)
	}
	pairs := 0
	for _, a := range trees {
		for _, b := range trees {
			if a.N >= b.N || b.N > tree.N {
				continue
			}
			proof, err := tlog.ProveTree(b.N, a.N, hashes)
			if err != nil {
				fail("%v", err)
			}
			if err := tlog.CheckTree(proof, b.N, b.Hash, a.N, a.Hash); err != nil {
				fail("checkpoint %d does not continue %d: %v", b.N, a.N, err)
			}
			pairs++
		}
	}
	return pairs
}

func main() {
	seen := flag.String("seen", "", "folder with the checkpoints of earlier runs")
	flag.Parse()
	if flag.NArg() != 2 {
		fail("usage: audit [-seen DIR] PREFIX VKEY")
	}
	prefix = strings.TrimSuffix(flag.Arg(0), "/")
	verifier, err := note.NewVerifier(flag.Arg(1))
	if err != nil {
		fail("%v", err)
	}
	verifiers := note.VerifierList(verifier)
	signed, err := read("checkpoint")
	if err != nil {
		fail("%v", err)
	}
	opened, err := note.Open(signed, verifiers)
	if err != nil {
		fail("checkpoint: %v", err)
	}
	origin, tree := parse(opened.Text)
	if origin != verifier.Name() {
		fail("origin %q is not %q", origin, verifier.Name())
	}
	served := tiles{map[string][]byte{}}
	records := entries(tree, tlog.TileHashReader(tree, served))
	hashes := rebuilt(records)
	root, err := tlog.TreeHash(tree.N, hashes)
	if err != nil || root != tree.Hash {
		fail("the entries do not give the checkpoint's root")
	}
	everyTile(tree, hashes, served)
	for n, record := range records {
		proof, err := tlog.ProveRecord(tree.N, int64(n), hashes)
		if err != nil {
			fail("%v", err)
		}
		if err := tlog.CheckRecord(proof, tree.N, tree.Hash, int64(n), tlog.RecordHash(record)); err != nil {
			fail("entry %d: %v", n, err)
		}
	}
	pairs := 0
	if *seen != "" {
		pairs = consistent(*seen, verifiers, signed, tree, hashes)
	}
	fmt.Printf("ok: %d entries, %d tiles, %d pairs of checkpoints\n", tree.N, len(served.served), pairs)
}

package openapi

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"slices"
	"strconv"
	"strings"

	"github.com/cenroute/cenroute/internal/meter"
	"github.com/cenroute/cenroute/internal/supplement"
	"github.com/cenroute/cenroute/topology"
)

// SupplementFile is the name of the file of a folder that tells what no operation lists, in the format of
// topology.Parse.
const SupplementFile = "supplement.json"

// An Import is what a folder says about the network and about its live tables.
type Import struct {
	Network  *topology.Network
	Observed Observed

	// Warnings are all places at which the network is not, or not surely, as it is in the cloud: in order of file.
	Warnings []Warning
}

// Read reads the responses in the root of a folder, one file for each call.
//
// An error is that a file cannot be read or is no JSON object, or that the supplement is no document; it names the
// file, and wraps topology.Violations where the supplement breaks the document format. Everything else that is not as
// it should be is a warning. Read does not judge the network: see topology.Network.Validate.
//
// The same files give the same Import.
func Read(fsys fs.FS) (Import, error) { return ReadContext(context.Background(), fsys, nil) }

// ReadContext is [Read] with a context and progress by files, then by operations, as [topology.PropagateContext]
// explains.
func ReadContext(ctx context.Context, fsys fs.FS, progress func(done, total int)) (Import, error) {
	entries, err := fs.ReadDir(fsys, ".")
	if err != nil {
		return Import{}, fmt.Errorf("openapi: %w", err)
	}
	x := newReader()
	x.meter = meter.Of(ctx, len(entries)+len(operations), progress)
	var extra supplement.Document
	for _, entry := range entries {
		if x.meter.Err() == nil {
			err = x.readEntry(fsys, entry, &extra)
		}
		if stopped := x.meter.Step(); stopped != nil {
			return Import{}, stopped
		}
		if err != nil {
			return Import{}, fmt.Errorf("openapi: %s: %w", entry.Name(), err)
		}
	}
	return x.finish(extra)
}

// readEntry takes what one entry of the folder says.
func (x *reader) readEntry(fsys fs.FS, entry fs.DirEntry, extra *supplement.Document) error {
	name := entry.Name()
	if entry.IsDir() || !strings.HasSuffix(name, ".json") {
		x.warn(name, "is no file of a call (OPERATION.json), left out")
		return nil
	}
	data, err := fs.ReadFile(fsys, name)
	switch {
	case err != nil:
		return err
	case name == SupplementFile:
		*extra, err = supplement.Parse(data)
		return err
	}
	return x.readFile(name, data)
}

// readFile takes the records of one response.
func (x *reader) readFile(name string, data []byte) error {
	d := json.NewDecoder(bytes.NewReader(data))
	d.UseNumber()
	var response map[string]any
	if err := d.Decode(&response); err != nil {
		return fmt.Errorf("no JSON object: %w", err)
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return errors.New("there is something after the JSON object")
	}
	if response == nil {
		return errors.New("no JSON object, but null")
	}
	parts := strings.Split(strings.TrimSuffix(name, ".json"), ".")
	op := operationOf(parts[0])
	if op == nil {
		x.warn(name, fmt.Sprintf("%.80s is no operation that is read, left out", parts[0]))
		return nil
	}
	x.addResponse(op, &record{name, "", parts[1:], response, x})
	return nil
}

// addResponse takes the records of a response, each once: pages may overlap, and calls for several regions.
func (x *reader) addResponse(op *operation, response *record) {
	x.files[op.name] = append(x.files[op.name], response)
	if len(response.scope) < op.scope {
		response.warn("", fmt.Sprintf("the name of the file does not tell what the response leaves out: want %s, left out", op.file()))
		return
	}
	records := []*record{response}
	if op.list != "" {
		if response.value(op.list) == nil {
			response.warn("", fmt.Sprintf("there is no %s: no response of %s?", op.list, op.name))
		}
		records = response.records(op.list)
	}
	x.countPage(op, response, len(records))
	for _, r := range records {
		if x.meter.Err() != nil {
			return
		}
		key, _ := json.Marshal([]any{op.name, r.scope[:op.scope], r.values})
		if !x.seen[string(key)] {
			x.seen[string(key)] = true
			x.records[op.name] = append(x.records[op.name], r)
		}
	}
}

// A listing is what several files hold of one call: its pages.
type listing struct {
	file    string // the first one
	records int
	total   uint32 // as the response counts them, 0: it does not
	last    bool   // there is a page without a token of the next one
	op      string
	scope   []string
}

// countPage notes one page. The pages of a call have names that differ in a number at their end.
func (x *reader) countPage(op *operation, response *record, records int) {
	parts := response.scope
	if n := len(parts); n > op.scope {
		if _, err := strconv.ParseUint(parts[n-1], 10, 32); err == nil {
			parts = parts[:n-1]
		}
	}
	key := op.name + "." + strings.Join(parts, ".")
	l := x.listings[key]
	if l == nil {
		l = &listing{file: response.file, op: op.name, scope: response.scope[:op.scope]}
		x.listings[key] = l
	}
	l.records += records
	for _, name := range []string{"TotalCount", "Total"} {
		if op.list != "" {
			l.total = max(l.total, response.number(name))
		}
	}
	l.last = l.last || response.text("NextToken") == ""
}

// checkPages warns about listings with pages that are not in the folder.
func (x *reader) checkPages() {
	for _, key := range sortedKeys(x.listings) {
		l := x.listings[key]
		switch {
		case l.total > uint32(l.records):
			x.warn(l.file, fmt.Sprintf("the listing is not complete: %d of %d are in the folder", l.records, l.total))
		case !l.last:
			x.warn(l.file, "the listing is not complete: NextToken tells of another page")
		default:
			continue
		}
		x.incomplete[strings.Join(append([]string{l.op}, l.scope...), ".")] = true
	}
}

// finish makes the network from the records.
func (x *reader) finish(extra supplement.Document) (Import, error) {
	x.checkPages()
	for i := range operations {
		op := &operations[i]
		if op.step != nil {
			op.step(x)
		}
		for _, r := range x.records[op.name] {
			if x.meter.Err() != nil {
				break
			}
			op.add(x, r)
		}
		if err := x.meter.Step(); err != nil {
			return Import{}, err
		}
	}
	x.judgeSystemPolicies()
	x.completeExternal()
	n := x.network()
	x.leaveToDataCenters(&n, extra)
	n, err := extra.Merge(n)
	if err != nil {
		return Import{}, fmt.Errorf("openapi: the network with %s: %w", SupplementFile, err)
	}
	x.review(&n)
	return Import{&n, x.observed.tables(), sortWarnings(x.warnings)}, nil
}

func (x *reader) warn(file, message string) {
	x.warnings = append(x.warnings, Warning{File: file, Message: message})
}

func operationOf(name string) *operation {
	i := slices.IndexFunc(operations, func(op operation) bool { return op.name == name && name != "" })
	if i < 0 {
		return nil
	}
	return &operations[i]
}

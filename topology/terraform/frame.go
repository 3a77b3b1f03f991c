package terraform

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
)

// A file is what `terraform show -json` prints, of a state or of a plan, as far as the import reads it.
type file struct {
	FormatVersion   string                   `json:"format_version"`
	Values          *values                  `json:"values"`         // of a state
	PlannedValues   *values                  `json:"planned_values"` // of a plan, as all others below
	PriorState      *priorState              `json:"prior_state"`
	ResourceChanges []resourceChange         `json:"resource_changes"`
	Configuration   configuration            `json:"configuration"`
	Variables       map[string]variableValue `json:"variables"`
	Complete        *bool                    `json:"complete"`
	Errored         bool                     `json:"errored"`
}

type priorState struct {
	Values *values `json:"values"`
}

type values struct {
	RootModule moduleValues `json:"root_module"`
}

// moduleValues are the resources of one instance of a module.
type moduleValues struct {
	Address      string           `json:"address"`
	Resources    []resourceValues `json:"resources"`
	ChildModules []moduleValues   `json:"child_modules"`
}

type resourceValues struct {
	Address string         `json:"address"`
	Mode    string         `json:"mode"` // managed or data
	Type    string         `json:"type"`
	Name    string         `json:"name"`
	Index   any            `json:"index"`
	Values  map[string]any `json:"values"`
}

type resourceChange struct {
	Address string `json:"address"`
	Deposed string `json:"deposed"`
	Change  struct {
		AfterUnknown any `json:"after_unknown"`
	} `json:"change"`
}

type variableValue struct {
	Value any `json:"value"`
}

// A configuration is the part of a plan that tells how the resources refer to each other.
type configuration struct {
	ProviderConfig map[string]providerConfig `json:"provider_config"`
	RootModule     moduleConfig              `json:"root_module"`
}

type providerConfig struct {
	ModuleAddress string         `json:"module_address"`
	Expressions   map[string]any `json:"expressions"`
}

// A moduleConfig is one module as it is written, whatever the number of its instances.
type moduleConfig struct {
	Resources   []resourceConfig        `json:"resources"`
	ModuleCalls map[string]moduleCall   `json:"module_calls"`
	Outputs     map[string]outputConfig `json:"outputs"`
}

type resourceConfig struct {
	Address           string         `json:"address"`
	ProviderConfigKey string         `json:"provider_config_key"`
	Expressions       map[string]any `json:"expressions"`
	ForEach           any            `json:"for_each_expression"`
}

type moduleCall struct {
	Expressions map[string]any `json:"expressions"`
	ForEach     any            `json:"for_each_expression"`
	Module      moduleConfig   `json:"module"`
}

type outputConfig struct {
	Expression any `json:"expression"`
}

// decodeFile reads one JSON value that is the output of `terraform show -json`.
func decodeFile(data []byte) (*file, error) {
	d := json.NewDecoder(bytes.NewReader(data))
	d.UseNumber()
	f := new(file)
	if err := d.Decode(f); err != nil {
		return nil, fmt.Errorf("terraform: no JSON of a plan or state: %w", err)
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return nil, errors.New("terraform: there is something after the JSON of the plan or state")
	}
	return f, f.check()
}

// check refuses a file of another kind or of a format that is not known.
func (f *file) check() error {
	major, _, _ := strings.Cut(f.FormatVersion, ".")
	switch {
	case f.FormatVersion == "":
		return errors.New("terraform: no plan or state: format_version is missing; it is written by terraform show -json")
	case major != "0" && major != "1":
		return fmt.Errorf("terraform: format_version %.20q is not known, want 1.x", f.FormatVersion)
	case f.Values != nil && f.PlannedValues != nil:
		return errors.New("terraform: both values and planned_values, a file is of a state or of a plan")
	}
	return nil
}

// warnings tells what is to be known of the file as a whole.
func (f *file) warnings() []Warning {
	var list []Warning
	if f.Errored {
		list = append(list, Warning{"plan", Missing,
			"planning ended with an error, so not every change is in the plan"})
	}
	if f.Complete != nil && !*f.Complete && !f.Errored {
		list = append(list, Warning{"plan", Missing,
			"the plan is not complete: after it is applied, another one is needed for the rest"})
	}
	return list
}

// isPlan tells whether the file is of a plan. The file of an empty state has neither values nor planned values.
func (f *file) isPlan() bool { return f.PlannedValues != nil }

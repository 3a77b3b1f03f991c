package enum

import "testing"

type color uint8

var colors = Names{Type: "color", Texts: []string{"", "red", "green", "blue"}}

func TestText(t *testing.T) {
	for v, want := range map[uint8]string{0: "", 1: "red", 3: "blue", 4: "color(4)", 255: "color(255)"} {
		if got := colors.Text(v); got != want {
			t.Errorf("Text(%d) = %q, want %q", v, got, want)
		}
	}
}

func TestUnmarshalIsTheInverseOfText(t *testing.T) {
	for v := range uint8(4) {
		got := color(9)
		if err := Unmarshal(colors, []byte(colors.Text(v)), &got); err != nil || got != color(v) {
			t.Errorf("Unmarshal(Text(%d)) = %d, %v", v, got, err)
		}
	}
}

func TestUnmarshalRefusesWhatIsOutsideTheSet(t *testing.T) {
	for _, text := range []string{"Red", " red", "red ", "color(4)", "1", "\x00"} {
		got := color(2)
		if err := Unmarshal(colors, []byte(text), &got); err == nil {
			t.Errorf("Unmarshal(%q) accepted", text)
		}
		if got != 2 {
			t.Errorf("Unmarshal(%q) changed the value to %d", text, got)
		}
	}
}

func TestUnmarshalErrorListsTheSet(t *testing.T) {
	tests := []struct {
		names Names
		want  string
	}{
		{colors, `unknown color "x", want red, green or blue`},
		{Names{Type: "bit", Texts: []string{"off", "on"}}, `unknown bit "x", want off or on`},
		{Names{Type: "one", Texts: []string{"only"}}, `unknown one "x", want only`},
	}
	for _, test := range tests {
		var v color
		err := Unmarshal(test.names, []byte("x"), &v)
		if err == nil || err.Error() != test.want {
			t.Errorf("error %v, want %s", err, test.want)
		}
	}
}

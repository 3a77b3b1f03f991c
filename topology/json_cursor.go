package topology

import (
	"bytes"
	"encoding/json"
	"strings"
)

// A cursor walks over the tokens of a JSON value that encoding/json has found to be well-formed, which is why it
// checks nothing itself. Each method starts at pos and leaves pos behind what it read.
type cursor struct {
	data []byte
	pos  int
}

// peek returns the first byte of the next token.
func (c *cursor) peek() byte {
	for strings.IndexByte(" \t\r\n", c.data[c.pos]) >= 0 {
		c.pos++
	}
	return c.data[c.pos]
}

// accept moves behind the next token if it is the given one: a bracket, colon or comma.
func (c *cursor) accept(token byte) bool {
	if c.peek() != token {
		return false
	}
	c.pos++
	return true
}

// scalar returns the text of the next token, a string with its quotes, a number or a literal.
func (c *cursor) scalar() []byte {
	isString := c.peek() == '"'
	start := c.pos
	if isString {
		c.skipString()
	} else {
		for c.pos < len(c.data) && strings.IndexByte(",]} \t\r\n", c.data[c.pos]) < 0 {
			c.pos++
		}
	}
	return c.data[start:c.pos]
}

// skipString moves behind a string.
func (c *cursor) skipString() {
	for c.pos++; c.data[c.pos] != '"'; c.pos++ {
		if c.data[c.pos] == '\\' {
			c.pos++
		}
	}
	c.pos++
}

// unquoted returns the next token, a string, without its quotes and escapes.
func (c *cursor) unquoted() string {
	quoted := c.scalar()
	if bytes.IndexByte(quoted, '\\') < 0 {
		return string(quoted[1 : len(quoted)-1])
	}
	var s string
	_ = json.Unmarshal(quoted, &s) // a well-formed string cannot fail
	return s
}

// skip moves behind the next value, however deep it is.
func (c *cursor) skip() {
	for depth := 0; ; {
		switch c.peek() {
		case '{', '[':
			depth++
			c.pos++
		case '}', ']':
			depth--
			c.pos++
		case ',', ':':
			c.pos++
		default:
			c.scalar()
		}
		if depth == 0 {
			return
		}
	}
}

// each calls item for every element of an array or member of an object, which begins with the next token.
// The item must move behind itself.
func (c *cursor) each(item func(i int)) {
	c.peek()
	c.pos++
	for i := 0; !c.accept(']') && !c.accept('}'); i++ {
		item(i)
		c.accept(',')
	}
}

// key returns the next key of an object and moves behind its colon.
func (c *cursor) key() string {
	key := c.unquoted()
	c.accept(':')
	return key
}

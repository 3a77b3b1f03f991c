// Command peers does the same work with cenroute and with what else a Go program could take for it, in one process, and
// prints one table. It is a module of its own, so that nothing of it enters the library's dependencies.
//
//	go run .                       everything, about two minutes
//	go run . -run table            only the workloads whose name contains "table"
//	go run . -internet FILE.gz     prefixes of a file, one a line, in place of generated ones
//
// The work is that of an import policy: routes of a data center pass a list of policies, each of which matches prefixes
// and sets a preference or denies, into a route table that is then read back. Every contender must give the same answer
// as a plain loop over the policies; a wrong answer ends the program.
package main

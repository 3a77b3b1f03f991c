package topology

import (
	"github.com/cenroute/cenroute/attach"
	"github.com/cenroute/cenroute/route/rule"
)

// A grantIndex finds grants, and knows which of them something needs.
type grantIndex struct {
	index  map[Grant]int   // the first of each
	needed map[Grant]bool  // by a connection of two accounts
	open   map[string]bool // instances that are connected with something whose owner is not known
}

func (v *validator) indexGrants() {
	for i, g := range v.net.Grants {
		putFirst(&v.grants.index, g, i)
	}
}

// A party is one side of a connection that may be of two accounts.
type party struct{ kind, id, owner string }

// needGrant refuses a connection of an instance with a transit router or ECR of another account without a grant of the
// instance's owner to that account. An owner that is not known needs none.
func (v *validator) needGrant(at place, id rule.ID, instance, holder party) {
	if len(v.net.Grants) == 0 && (instance.owner == "" || holder.owner == "") {
		return // there is no grant to note as needed
	}
	g := Grant{instance.id, holder.owner}
	switch _, granted := v.grants.index[g]; {
	case holder.owner == "":
		putFirst(&v.grants.open, instance.id, true)
	case instance.owner == holder.owner:
	case instance.owner == "" || granted:
		putFirst(&v.grants.needed, g, true)
	default:
		v.refuse(at, id, "%s %q of account %q needs a grant to account %q, which owns %s %q",
			instance.kind, instance.id, instance.owner, holder.owner, holder.kind, holder.id)
	}
}

// checkAttachmentGrant checks an attachment of another account's instance. For an ECR, its owner grants the transit
// router's owner (E-1.17).
func (v *validator) checkAttachmentGrant(at place, a *Attachment, tr *TransitRouter, i instance) {
	var id rule.ID
	if a.Kind == attach.ECR {
		id = "E-1.17"
	}
	v.needGrant(at.in("instance"), id, party{a.Kind.String(), i.id, i.owner}, party{"transit router", tr.ID, tr.Owner})
}

// checkGrants refuses grants that name no network instance or no account, and warns about those that nothing needs. It
// comes after all checks that need grants.
func (v *validator) checkGrants() {
	for i, g := range v.net.Grants {
		at := place{}.at("grants", i)
		v.require(at, "to", g.To)
		if _, ok := v.refer(at.in("instance"), g.Instance, aVPC, aVBR, aVPN, aCCN, anECR); !ok {
			continue
		}
		switch {
		case v.grants.index[g] != i:
			v.warn(at, "", "the grant of %q to account %q is repeated", g.Instance, g.To)
		case !v.grants.needed[g] && !v.grants.open[g.Instance]:
			v.warn(at, "", "nothing needs the grant of %q to account %q", g.Instance, g.To)
		}
	}
}

// checkDown refuses IDs of what cannot fail: only network instances, data centers, attachments and peerings can.
func (v *validator) checkDown() {
	var seen map[string]bool
	for i, id := range v.net.Down {
		at := place{}.at("down", i)
		v.refer(at, id, aVPC, aVBR, aVPN, aCCN, aDataCenter, anECR, anAttachment, aPeering)
		if seen[id] {
			v.warn(at, "", "%q is repeated", id)
		}
		putFirst(&seen, id, true)
	}
}

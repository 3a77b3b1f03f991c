package topology

import "slices"

// Fail returns the state of the same network with instances, data centers, attachments or peerings failed, in addition
// to those that have failed already. An ID that cannot fail, because the network has no such object or it is of another
// kind, is an error of type [*ChangeError]; [Propagate] has the other errors. The state is not changed.
func (s *State) Fail(ids ...string) (*State, error) {
	n, err := s.withDown(ids, func(down []string) []string {
		for _, id := range ids {
			if !slices.Contains(down, id) {
				down = append(down, id)
			}
		}
		return down
	})
	if err != nil {
		return nil, err
	}
	return Propagate(n)
}

// Repair returns the state of the same network with failed instances, data centers, attachments or peerings working
// again. Repairing what has not failed changes nothing; the errors are those of [State.Fail].
func (s *State) Repair(ids ...string) (*State, error) {
	n, err := s.withDown(ids, func(down []string) []string {
		return slices.DeleteFunc(down, func(id string) bool { return slices.Contains(ids, id) })
	})
	if err != nil {
		return nil, err
	}
	return Propagate(n)
}

// withDown returns the network with another list of what has failed.
func (s *State) withDown(ids []string, edit func([]string) []string) (*Network, error) {
	n := s.Network().Clone()
	for _, id := range ids {
		if !canFail(n, id) {
			return nil, refuse("", "no instance, data center, attachment or peering has the ID %q", id)
		}
	}
	n.Down = edit(n.Down)
	return n, nil
}

// canFail reports whether an ID may stand in the down list of a network.
func canFail(n *Network, id string) bool {
	return has(n.VPCs, id, func(x *VPC) string { return x.ID }) ||
		has(n.VBRs, id, func(x *VBR) string { return x.ID }) ||
		has(n.VPNs, id, func(x *VPN) string { return x.ID }) ||
		has(n.CCNs, id, func(x *CCN) string { return x.ID }) ||
		has(n.DataCenters, id, func(x *DataCenter) string { return x.ID }) ||
		has(n.ECRs, id, func(x *ECR) string { return x.ID }) ||
		has(n.Attachments, id, func(x *Attachment) string { return x.ID }) ||
		has(n.Peerings, id, func(x *Peering) string { return x.ID })
}

// has reports whether a list has an element with an ID.
func has[E any](list []E, id string, idOf func(*E) string) bool {
	return find(list, id, idOf) != nil
}

// find returns the element of a list with an ID, or nil.
func find[E any](list []E, id string, idOf func(*E) string) *E {
	for i := range list {
		if idOf(&list[i]) == id {
			return &list[i]
		}
	}
	return nil
}

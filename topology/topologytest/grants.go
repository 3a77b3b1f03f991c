package topologytest

import "github.com/cenroute/cenroute/topology"

// grants adds every grant that a connection of two accounts needs (E-1.17), and now and then one that nothing needs.
func (m *maker) grants() {
	if !m.known.owners {
		return
	}
	owner := m.ownersByID()
	for i := range m.n.Attachments {
		m.grant(owner, m.n.Attachments[i].Instance, m.n.Attachments[i].TransitRouter)
	}
	for i := range m.n.ECRs {
		e := &m.n.ECRs[i]
		for _, id := range e.VBRs {
			m.grant(owner, id, e.ID)
		}
		for _, a := range e.Associations {
			if a.VPC != "" {
				m.grant(owner, a.VPC, e.ID)
			} else {
				m.grant(owner, e.ID, a.TransitRouter)
			}
		}
	}
	if m.oneIn(4) && len(m.n.VPCs) > 0 {
		m.n.Grants = add(m.n.Grants, topology.Grant{Instance: pick(&m.chooser, m.n.VPCs...).ID, To: "1002"})
	}
}

// grant lets the account of a transit router or ECR connect with an instance of another account.
func (m *maker) grant(owner map[string]string, instance, holder string) {
	if owner[holder] != "" && owner[instance] != owner[holder] && owner[instance] != "" {
		m.n.Grants = add(m.n.Grants, topology.Grant{Instance: instance, To: owner[holder]})
	}
}

// ownersByID returns the accounts of everything that has one.
func (m *maker) ownersByID() map[string]string {
	owner := map[string]string{}
	for i := range m.n.TransitRouters {
		owner[m.n.TransitRouters[i].ID] = m.n.TransitRouters[i].Owner
	}
	for i := range m.n.VPCs {
		owner[m.n.VPCs[i].ID] = m.n.VPCs[i].Owner
	}
	for i := range m.n.VBRs {
		owner[m.n.VBRs[i].ID] = m.n.VBRs[i].Owner
	}
	for i := range m.n.VPNs {
		owner[m.n.VPNs[i].ID] = m.n.VPNs[i].Owner
	}
	for i := range m.n.CCNs {
		owner[m.n.CCNs[i].ID] = m.n.CCNs[i].Owner
	}
	for i := range m.n.ECRs {
		owner[m.n.ECRs[i].ID] = m.n.ECRs[i].Owner
	}
	return owner
}

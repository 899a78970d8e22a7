package memory

import (
	"multitude/internal/catalog"
	"multitude/internal/finding"
	"multitude/internal/locale"
	"multitude/internal/unit"
)

// Fill writes exact matches into the messages of a locale that have no text: as
// guesses, with their origin, which nobody vouches for. others are as for Open.
// It gives the IDs of the units that were filled in.
func Fill(dir string, source, loc locale.Locale, units []unit.Unit, others []string) (filled []string, found []finding.Finding, err error) {
	cat, found, err := catalog.Load(dir, loc)
	if cat == nil || err != nil {
		return nil, found, err
	}
	var missing []unit.Unit
	for _, u := range units {
		if cat.Freshness(u) == catalog.Missing {
			missing = append(missing, u)
		}
	}
	if len(missing) == 0 {
		return nil, nil, nil
	}
	m, found, err := Open(dir, source, loc, others)
	if err != nil {
		return nil, found, err
	}
	var fills []catalog.Fill
	for _, u := range missing {
		if exact := m.Exact(u.Text); len(exact) > 0 {
			fills = append(fills, catalog.Fill{Unit: u, Text: exact[0].Target, Origin: exact[0].Origin})
		}
	}
	filled, more, err := catalog.FillIn(dir, source, loc, fills)
	return filled, append(found, more...), err
}

package pdf

import (
	"encoding/binary"
	"math"
	"sync"
)

// srgbProfile is an ICC profile (ICC.1:2001-04, version 2) for the sRGB space,
// computed from the numbers of IEC 61966-2-1: three primaries, a white point
// and a tone curve.
var srgbProfile = sync.OnceValue(func() []byte {
	// Chromaticities of IEC 61966-2-1, table 1; D50 is ICC's connection space.
	primaries := [3][2]float64{{0.64, 0.33}, {0.30, 0.60}, {0.15, 0.06}}
	d65 := xyz(0.3127, 0.3290)
	d50 := [3]float64{0.9642, 1, 0.8249}

	// The columns of RGB → XYZ are the primaries, scaled so that they add up to
	// white; then white is carried to D50 by Bradford's matrix.
	var m matrix
	for i, p := range primaries {
		for j, v := range xyz(p[0], p[1]) {
			m[j][i] = v
		}
	}
	scale := m.inverse().apply(d65)
	bradford := matrix{{0.8951, 0.2664, -0.1614}, {-0.7502, 1.7135, 0.0367}, {0.0389, -0.0685, 1.0296}}
	from, to := bradford.apply(d65), bradford.apply(d50)
	back := bradford.inverse()
	var colorants [3][3]float64
	for i := range 3 {
		c := bradford.apply([3]float64{m[0][i] * scale[i], m[1][i] * scale[i], m[2][i] * scale[i]})
		for j := range c {
			c[j] *= to[j] / from[j]
		}
		colorants[i] = back.apply(c)
	}

	curve := curveTag(256)
	tags := []struct {
		name string
		data []byte
	}{
		{"desc", descriptionTag("sRGB IEC61966-2.1")},
		{"cprt", append([]byte("text\x00\x00\x00\x00"), "No copyright, use freely\x00"...)},
		{"wtpt", xyzTag(d50)},
		{"rXYZ", xyzTag(colorants[0])}, {"gXYZ", xyzTag(colorants[1])}, {"bXYZ", xyzTag(colorants[2])},
		{"rTRC", curve}, {"gTRC", curve}, {"bTRC", curve},
	}
	be := binary.BigEndian
	head := make([]byte, 128)
	be.PutUint32(head[8:], 0x02400000) // version 2.4
	copy(head[12:], "mntrRGB XYZ ")
	for i, v := range [...]uint16{2000, 1, 1} { // a date is required; the same for all
		be.PutUint16(head[24+2*i:], v)
	}
	copy(head[36:], "acsp")
	for i, v := range d50 {
		be.PutUint32(head[68+4*i:], fixed16(v))
	}
	table := be.AppendUint32(nil, uint32(len(tags)))
	var data []byte
	at := map[string]uint32{}
	base := uint32(len(head) + 4 + 12*len(tags))
	for _, t := range tags {
		offset, ok := at[string(t.data)] // the three curves are one
		if !ok {
			offset = base + uint32(len(data))
			at[string(t.data)] = offset
			data = append(data, t.data...)
			for len(data)%4 != 0 {
				data = append(data, 0)
			}
		}
		table = append(table, t.name...)
		table = be.AppendUint32(be.AppendUint32(table, offset), uint32(len(t.data)))
	}
	be.PutUint32(head[0:], base+uint32(len(data)))
	return append(append(head, table...), data...)
})

// xyz is the colour of chromaticity x, y with Y = 1.
func xyz(x, y float64) [3]float64 { return [3]float64{x / y, 1, (1 - x - y) / y} }

// srgbToLinear is the tone curve of IEC 61966-2-1.
func srgbToLinear(v float64) float64 {
	if v <= 0.04045 {
		return v / 12.92
	}
	return math.Pow((v+0.055)/1.055, 2.4)
}

// fixed16 is ICC's s15Fixed16Number.
func fixed16(v float64) uint32 { return uint32(int32(math.Round(v * 65536))) }

func xyzTag(v [3]float64) []byte {
	b := []byte("XYZ \x00\x00\x00\x00")
	for _, c := range v {
		b = binary.BigEndian.AppendUint32(b, fixed16(c))
	}
	return b
}

// curveTag is the tone curve in n samples, between which readers interpolate.
func curveTag(n int) []byte {
	b := binary.BigEndian.AppendUint32([]byte("curv\x00\x00\x00\x00"), uint32(n))
	for i := range n {
		b = binary.BigEndian.AppendUint16(b, uint16(math.Round(srgbToLinear(float64(i)/float64(n-1))*65535)))
	}
	return b
}

// descriptionTag is a textDescriptionType: ASCII, and no localized forms.
func descriptionTag(s string) []byte {
	b := binary.BigEndian.AppendUint32([]byte("desc\x00\x00\x00\x00"), uint32(len(s)+1))
	b = append(append(b, s...), 0)
	return append(b, make([]byte, 4+4+2+1+67)...)
}

type matrix [3][3]float64

func (m matrix) apply(v [3]float64) (r [3]float64) {
	for i := range 3 {
		r[i] = m[i][0]*v[0] + m[i][1]*v[1] + m[i][2]*v[2]
	}
	return r
}

// inverse is the inverse of a matrix that has one, by cofactors.
func (m matrix) inverse() (r matrix) {
	for i := range 3 {
		for j := range 3 {
			a, b, c, d := (j+1)%3, (j+2)%3, (i+1)%3, (i+2)%3
			r[i][j] = m[a][c]*m[b][d] - m[a][d]*m[b][c]
		}
	}
	det := m[0][0]*r[0][0] + m[0][1]*r[1][0] + m[0][2]*r[2][0]
	for i := range 3 {
		for j := range 3 {
			r[i][j] /= det
		}
	}
	return r
}

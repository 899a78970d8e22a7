package main

// A language has hyphenation patterns in the npm package hyphen, which took
// them from the hyph-utf8 collection (TeX users' groups, tug.org/tex-hyphen).
// The package does not repeat who wrote them and on what terms: that, and the
// least number of letters before and after a hyphen, is here as each language's
// file of the collection says it; but one letter never stands alone.
type language struct {
	name        string // ours: a BCP 47 language, or one and its region in lower case
	file        string // in the package's folder patterns
	left, right int    // letters
	copyright   string
	permission  permission
}

// languages are those whose authors let anybody pass the patterns on, changed
// or not, on terms that a notice fulfils. The package has more: under the GPL
// and LGPL, under the LPPL alone (Catalan, Russian, Swedish), or under no terms
// at all (Romanian). And patterns for Indian scripts, whose writers do not
// hyphenate in print.
var languages = []language{
	{"af", "af", 2, 2, "Copyright (C) 2013 Tilla Fick and Chris Swanepoel", mit},
	{"be", "be", 2, 2, "Copyright (C) 2016 Maksim Salau", mit},
	{"bg", "bg", 2, 2, "Copyright (C) 2000, 2004, 2017 Anton Zinoviev", retained},
	{"cy", "cy", 2, 3, "Copyright (C) 1996 Yannis Haralambous", mit},
	{"da", "da", 2, 2, "Copyright (C) 1994 Frank Jensen", mit},
	{"de", "de-1996", 2, 2, "Copyright (c) 2013-2024 Deutschsprachige Trennmustermannschaft (Stephan Hennig, Werner Lemberg, Guenter Milde and others)", mit},
	{"el", "el-monoton", 2, 2, "Copyright (C) 2008-2011 Dimitrios Filippou", mit},
	{"en-gb", "en-gb", 2, 3, "Copyright (C) 1992, 1996, 2005, 2016 Dominik Wujastyk, Graham Toal", mit},
	{"en-us", "en-us", 2, 3, "Copyright (C) 1990, 2004, 2005 Gerard D.C. Kuiken", copying},
	{"es", "es", 2, 2, "Copyright (C) 1993, 1997 Javier Bezos; Copyright (C) 2001-2019 Javier Bezos and CervanTeX", mit},
	{"et", "et", 2, 3, "Copyright (C) 2004-2015 Enn Saar", mit},
	{"fi", "fi", 2, 2, "Copyright (C) 1986, 1988, 1989 Kauko Saarinen", freely},
	{"fr", "fr", 2, 2, "Copyright (C) 1994-2002 Daniel Flipo, Bernard Gaulle; Copyright (C) 2016 Arthur Reutenauer", mit},
	{"fur", "fur", 2, 2, "Copyright (C) 2012 Claudio Beccari", mit},
	{"ga", "ga", 2, 3, "Copyright (C) 2004-2015 Kevin P. Scannell", mit},
	{"gl", "gl", 2, 2, "2006, 2007, 2008, 2010 Javier A. Múgica", unlicense},
	{"it", "it", 2, 2, "Copyright (C) 2008-2011 Claudio Beccari", mit},
	{"ka", "ka", 2, 2, "Copyright (C) 2013 Levan Shoshiashvili", mit},
	{"lt", "lt", 2, 2, "Copyright (C) 1992 Sigitas Tolušis, Yannis Haralambous", mit},
	{"mn", "mn-cyrl", 2, 2, "Copyright (C) 2007-2015 Dorjgotov Batmunkh", mit},
	{"nl", "nl", 2, 2, "Copyright (C) 1996 Piet Tutelaers", mit},
	{"no", "no", 2, 2, "Copyright (C) 2004, 2005 Rune Kleveland, Ole Michael Selberg; Copyright (C) 2007 Karl Ove Hufthammer", copying},
	{"oc", "oc", 2, 2, "Copyright (C) 2016 Claudio Beccari", mit},
	{"pl", "pl", 2, 2, "Copyright (C) 1987-1995 Hanna Kołodziejska, Bogusław Jackowski, Marek Ryćko", mit},
	{"pms", "pms", 2, 2, "Copyright (C) 2013 Claudio Beccari", mit},
	{"pt", "pt", 2, 3, "Copyright (C) 1987, 1994, 1996, 2015 Pedro J. de Rezende; Copyright (C) 1996, 2015 J. Joao Dias Almeida; Copyright (C) 2024 Leonardo Araujo, Aline Benevides", bsd},
	{"rm", "rm", 2, 2, "Copyright (C) 2012 Claudio Beccari; Copyright (C) 2024 far.ch", mit},
	{"sk", "sk", 2, 3, "Copyright (C) 1992 Jana Chlebíková", mit},
	{"sl", "sl", 2, 2, "Copyright (C) 1990 Matjaž Vrečko", mit},
	{"sq", "sq", 2, 2, "Copyright (C) 2020 Claudio Beccari, Sabina Koliqi; Copyright (C) 2025 Arthur Rosendahl", mit},
	{"tk", "tk", 2, 2, "Copyright (C) 2010-2015 Nazar Annagurban", mit},
	{"uk", "uk", 2, 2, "Copyright (C) 1998-2001 Maksym Polyakov", mit},
}

type permission string

// The permissions that the patterns come with.
const (
	mit permission = `MIT License

Permission is hereby granted, free of charge, to any person obtaining a copy
of this software and associated documentation files (the "Software"), to deal
in the Software without restriction, including without limitation the rights
to use, copy, modify, merge, publish, distribute, sublicense, and/or sell
copies of the Software, and to permit persons to whom the Software is
furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all
copies or substantial portions of the Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR
IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF MERCHANTABILITY,
FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE
AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER
LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM,
OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE
SOFTWARE.`

	bsd permission = `BSD 3-Clause License

Redistribution and use in source and binary forms, with or without
modification, are permitted provided that the following conditions are met:

1. Redistributions of source code must retain the above copyright notice, this
   list of conditions and the following disclaimer.
2. Redistributions in binary form must reproduce the above copyright notice,
   this list of conditions and the following disclaimer in the documentation
   and/or other materials provided with the distribution.
3. Neither the name of the copyright holder nor the names of its contributors
   may be used to endorse or promote products derived from this software
   without specific prior written permission.

THIS SOFTWARE IS PROVIDED BY THE COPYRIGHT HOLDERS AND CONTRIBUTORS "AS IS" AND
ANY EXPRESS OR IMPLIED WARRANTIES, INCLUDING, BUT NOT LIMITED TO, THE IMPLIED
WARRANTIES OF MERCHANTABILITY AND FITNESS FOR A PARTICULAR PURPOSE ARE
DISCLAIMED. IN NO EVENT SHALL THE COPYRIGHT HOLDER OR CONTRIBUTORS BE LIABLE
FOR ANY DIRECT, INDIRECT, INCIDENTAL, SPECIAL, EXEMPLARY, OR CONSEQUENTIAL
DAMAGES (INCLUDING, BUT NOT LIMITED TO, PROCUREMENT OF SUBSTITUTE GOODS OR
SERVICES; LOSS OF USE, DATA, OR PROFITS; OR BUSINESS INTERRUPTION) HOWEVER
CAUSED AND ON ANY THEORY OF LIABILITY, WHETHER IN CONTRACT, STRICT LIABILITY,
OR TORT (INCLUDING NEGLIGENCE OR OTHERWISE) ARISING IN ANY WAY OUT OF THE USE
OF THIS SOFTWARE, EVEN IF ADVISED OF THE POSSIBILITY OF SUCH DAMAGE.`

	copying permission = `Copying and distribution of this file, with or without modification, are
permitted in any medium without royalty provided the copyright notice and this
notice are preserved.`

	retained permission = `This software may be used, modified, copied, distributed, and sold, both in
source and binary form provided that the above copyright notice and these terms
are retained. The name of the author may not be used to endorse or promote
products derived from this software without prior permission. THIS SOFTWARE IS
PROVIDED "AS IS" AND ANY EXPRESS OR IMPLIED WARRANTIES ARE DISCLAIMED. IN NO
EVENT SHALL THE AUTHOR BE LIABLE FOR ANY DAMAGES ARISING IN ANY WAY OUT OF THE
USE OF THIS SOFTWARE.`

	freely permission = `Patterns may be freely distributed.`

	unlicense permission = `This is free and unencumbered software released into the public domain (The
Unlicense, unlicense.org).`
)

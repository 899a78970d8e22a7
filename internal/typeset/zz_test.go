package typeset
import ("testing";"slices";"math/rand/v2";"strings";"time";"multitude/internal/fonts";"multitude/internal/locale")
func TestZZ(t *testing.T){
 for _,c:=range [][3]string{{"noto-sans-khmer/400Regular/NotoSansKhmer_400Regular.ttf","khm","km"},{"noto-nastaliq-urdu/400Regular/NotoNastaliqUrdu_400Regular.ttf","urd","ur"},{"noto-sans-devanagari/400Regular/NotoSansDevanagari_400Regular.ttf","hin","hi"}} {
 good:=[]byte(read(t,"../../node_modules/@expo-google-fonts/"+c[0]))
 text:=strings.Join(declaration(t,c[1])[:3]," ")
 errs:=map[string]int{}; worst:=time.Duration(0); used:=0
 r:=rand.New(rand.NewPCG(7,7))
 for range 400 { data:=slices.Clone(good); for range 1+r.IntN(60) { data[500+r.IntN(len(data)-500)]=byte(r.IntN(256)) }
  face,err:=fonts.Load("own.ttf",data,0,fonts.Project); if err!=nil {continue}
  used++
  s:=newShaper(oneFace{face},nil); l:=locale.MustParse(c[2]); st:=time.Now()
  p:=s.paragraph([]styled{{text:text,locale:l,size:10}},l.Dir)
  worst=max(worst,time.Since(st)); if s.err!=nil { e:=s.err.Error(); errs[e[:min(len(e),130)]]++ }
  wholeText(t,p)
 }
 t.Log(c[0],used,worst); for e,n:=range errs { t.Log(n,e) }
 }
}

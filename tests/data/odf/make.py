#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""make.py - write the everything.* and locked.* files with LibreOffice

Run it in this folder with the system's Python; it needs LibreOffice and
python3-uno. The files hold one thing of each kind that the reader tells; the
password of the locked one is "orchard". All content is made up.
"""
import os, subprocess, time
import uno
from com.sun.star.beans import PropertyValue
from com.sun.star.text.ControlCharacter import PARAGRAPH_BREAK
out = "."
p = subprocess.Popen(["soffice","--headless","--norestore","-env:UserInstallation=file:///tmp/lo-make-odf",
  "--accept=pipe,name=odfpipe;urp;"],stdout=subprocess.DEVNULL,stderr=subprocess.DEVNULL)
ctx=uno.getComponentContext()
res=ctx.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver",ctx)
for i in range(120):
    try:
        rc=res.resolve("uno:pipe,name=odfpipe;urp;StarOffice.ComponentContext"); break
    except Exception: time.sleep(0.5)
smgr=rc.ServiceManager
desk=smgr.createInstanceWithContext("com.sun.star.frame.Desktop",rc)
def pv(n,v):
    x=PropertyValue(); x.Name=n; x.Value=v; return x
def new(kind): return desk.loadComponentFromURL("private:factory/"+kind,"_blank",0,(pv("Hidden",True),))
def save(doc,name,*props): doc.storeToURL("file://"+os.path.abspath(out)+"/"+name,props)
def _rng(t,hp):
    k=t.createTextCursorByRange(hp.Start); k.gotoEndOfParagraph(True); return k
# ---- writer
d=new("swriter"); t=d.Text; c=t.createTextCursor()
def para(s=None):
    if s is not None: t.insertString(c,s,False)
    t.insertControlCharacter(c,PARAGRAPH_BREAK,False)
para("First paragraph 943 476 5919")
c.CharWeight=150.0; t.insertString(c,"NINO QQ12",False); c.CharWeight=100.0; t.insertString(c,"3456C joined",False); para()
t.insertString(c,"seen1 ",False); c.CharHidden=True; t.insertString(c,"hidden run QQ123456C",False); c.CharHidden=False; t.insertString(c," seen2",False); para()
t.insertString(c,"seen3 ",False); c.CharColor=0xffffff; t.insertString(c,"white words",False); c.CharColor=-1; t.insertString(c," seen4",False); para()
t.insertString(c,"seen5 ",False); c.CharHeight=1.0; t.insertString(c,"tiny words",False); c.CharHeight=12.0; t.insertString(c," seen6",False); para()
t.insertString(c,"seen7 ",False); c.CharColor=0xffffff; c.CharBackColor=0x102030; t.insertString(c,"white on dark",False); c.CharColor=-1; c.CharBackColor=-1; t.insertString(c," seen8",False); para()
tb=d.createInstance("com.sun.star.text.TextTable"); tb.initialize(3,2); t.insertTextContent(c,tb,False)
for k,v in {"A1":"Name","B1":"NINO","A2":"Ann","B2":"QQ123456C","A3":"Bob","B3":"QQ654321A"}.items(): tb.getCellByName(k).setString(v)
fn=d.createInstance("com.sun.star.text.Footnote"); t.insertString(c,"with a note",False); t.insertTextContent(c,fn,False); fn.insertString(fn.createTextCursor(),"the footnote",False); t.insertString(c," behind it",False); para()
an=d.createInstance("com.sun.star.text.textfield.Annotation"); an.Content="a comment here"; an.Author="A Reviewer"; t.insertTextContent(c,an,False); para("commented")
fr=d.createInstance("com.sun.star.text.TextFrame"); fr.Width=5000; fr.Height=2000; t.insertString(c,"before ",False); t.insertTextContent(c,fr,False); fr.Text.setString("in the frame"); t.insertString(c,"after",False); para()
para("hidden section text"); 
en=t.createEnumeration(); hp=None
while en.hasMoreElements():
    x=en.nextElement()
    if x.supportsService("com.sun.star.text.Paragraph") and x.String=="hidden section text": hp=x
sec=d.createInstance("com.sun.star.text.TextSection"); t.insertTextContent(_rng(t,hp),sec,True); sec.IsVisible=False
c.gotoEnd(False)
d.RecordChanges=False
t.insertString(c,"keep",False); t.insertString(c," struck QQ111111A",False); t.insertString(c," keep",False); para()
for f,k in (("HiddenText","Content"),("HiddenParagraph",None)):
    hf=d.createInstance("com.sun.star.text.textfield."+f)
    hf.Condition="1==1"
    if k: hf.Content="secret of a field"
    t.insertString(c,"para with "+f+" ",False); t.insertTextContent(c,hf,False); t.insertString(c," rest",False); para()
d.RecordChanges=True
en=t.createEnumeration()
while en.hasMoreElements():
    x=en.nextElement()
    if x.supportsService("com.sun.star.text.Paragraph") and x.String.startswith("keep struck"):
        k=t.createTextCursorByRange(x.Start); k.goRight(4,False); k.goRight(17,True); k.setString("")
t.insertString(t.End,"inserted later",False)
d.RecordChanges=False
ps=d.StyleFamilies.getByName("PageStyles").getByName("Standard"); ps.HeaderIsOn=True; ps.HeaderText.setString("page top"); ps.FooterIsOn=True; ps.FooterText.setString("page foot")
dp=d.DocumentProperties; dp.Title="The title"; dp.Author="Some Author"; dp.Keywords=("key","words"); dp.UserDefinedProperties.addProperty("Pupil",0,"A N Other")
save(d,"everything.odt",pv("FilterName","writer8")); save(d,"locked.odt",pv("FilterName","writer8"),pv("Password","orchard"))
d.close(True)
# ---- calc
d=new("scalc"); sh=d.Sheets.getByIndex(0); sh.Name="Contacts"
def put(s,a,v):
    ce=s.getCellRangeByName(a)
    if isinstance(v,str):
        if v.startswith("="): ce.Formula=v
        else: ce.String=v
    else: ce.Value=v
    return ce
for a,v in {"A1":"Name","B1":"NINO","C1":"Born","D1":"Card","A2":"Ann","B2":"QQ123456C","C2":40638.0,"D2":4539578763621486.0,
  "A3":"Bob","B3":"QQ654321A","C3":40000.0,"D3":5.0,"A4":"hid row","B4":"in row","E1":"hidden col","E2":"in col","A6":"=\"joined\"&\" text\"","A7":9434765919.0,"A8":"white","B8":"same","C8":"same","D8":"same"}.items(): put(sh,a,v)
nf=d.NumberFormats; loc=uno.createUnoStruct("com.sun.star.lang.Locale")
def fmt(s):
    k=nf.queryKey(s,loc,False); return k if k!=-1 else nf.addNew(s,loc)
for a in ("C2","C3"): sh.getCellRangeByName(a).NumberFormat=fmt("DD/MM/YY")
sh.getCellRangeByName("D2").NumberFormat=fmt("0.00E+00")
sh.getCellRangeByName("A7").NumberFormat=fmt(";;;")
sh.getCellRangeByName("A8").CharColor=0xffffff
sh.Rows.getByIndex(3).IsVisible=False; sh.Columns.getByIndex(4).IsVisible=False
ad=uno.createUnoStruct("com.sun.star.table.CellAddress"); ad.Column=1; ad.Row=1
sh.Annotations.insertNew(ad,"see file QQ123456C")
sh.getCellRangeByName("A10:B10").getCellByPosition(0,0).String="merged"; sh.getCellRangeByName("B10").String="under it"
sh.getCellRangeByName("A10:B10").merge(True)
d.Sheets.insertNewByName("Secret",1); s2=d.Sheets.getByName("Secret"); put(s2,"B2","QQ999999A"); s2.IsVisible=False
nr=uno.createUnoStruct("com.sun.star.table.CellAddress"); d.NamedRanges.addNewByName("konst",'"QQ123456C"',nr,0)
from com.sun.star.awt import Rectangle
rc_=Rectangle(); rc_.X=1000; rc_.Y=8000; rc_.Width=6000; rc_.Height=4000
ra=sh.getCellRangeByName("A1:B3").RangeAddress
sh.Charts.addNewByName("ch",rc_,(ra,),True,True); sh.Charts.getByName("ch").EmbeddedObject.HasMainTitle=True; sh.Charts.getByName("ch").EmbeddedObject.Title.String="Chart title"
save(d,"everything.ods",pv("FilterName","calc8")); d.close(True)
# ---- impress
d=new("simpress"); pages=d.DrawPages
from com.sun.star.awt import Point, Size
def box(pg,text,x,y,w=8000,h=2000,kind="com.sun.star.drawing.TextShape"):
    s_=d.createInstance(kind); p_=Point(); p_.X=x; p_.Y=y; z=Size(); z.Width=w; z.Height=h
    pg.add(s_); s_.setPosition(p_); s_.setSize(z); s_.String=text; return s_
pg=pages.getByIndex(0); b=box(pg,"slide one text",1000,1000); b.Title="alt title"; b.Description="alt text"
box(pg,"far away",60000,1000)
w=box(pg,"white on shape",1000,5000,kind="com.sun.star.drawing.RectangleShape"); w.CharColor=0xffffff
w=box(pg,"white on slide",1000,8000); w.CharColor=0xffffff
pg.NotesPage.getByIndex(1).String="the notes QQ123456C"
p2=pages.insertNewByIndex(1); box(p2,"hidden slide text",1000,1000); p2.Visible=False
p3=pages.insertNewByIndex(2); tsh=d.createInstance("com.sun.star.drawing.TableShape"); p3.add(tsh); z=Size(); z.Width=10000; z.Height=4000; tsh.setSize(z)
m=tsh.Model; m.Rows.insertByIndex(0,1); m.Columns.insertByIndex(0,1)
for r in range(2):
    for q in range(2): m.getCellByPosition(q,r).String="c%d%d"%(r,q)
mp=d.MasterPages.getByIndex(0); box(mp,"on the master",500,500)
save(d,"everything.odp",pv("FilterName","impress8")); d.close(True)
try: desk.terminate()
except Exception: pass
p.wait(20)
